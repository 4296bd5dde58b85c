package io.reparto.node.lab;

/** Runs of one job gave different answers: what they took is of no use. */
public final class AnswersDifferException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AnswersDifferException(String message) {
    super(message);
  }
}
