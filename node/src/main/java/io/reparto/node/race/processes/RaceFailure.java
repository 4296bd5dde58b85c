package io.reparto.node.race.processes;

/** The race can't be run or went to pieces: no file, no process, a process that died. */
public final class RaceFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RaceFailure(String message) {
    super(message);
  }

  RaceFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
