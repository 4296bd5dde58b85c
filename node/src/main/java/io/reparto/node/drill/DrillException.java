package io.reparto.node.drill;

/** A drill can't go on, or a fault can't be brought about or healed; for the user as it stands. */
public final class DrillException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DrillException(String message) {
    super(message);
  }

  DrillException(String message, Throwable cause) {
    super(message, cause);
  }
}
