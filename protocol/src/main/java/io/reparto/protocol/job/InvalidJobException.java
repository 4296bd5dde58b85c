package io.reparto.protocol.job;

/**
 * The caller's mistake: an argument or an input that no retry can mend. The message says what is
 * wrong, where (file and byte or line, or parameter) and what to do about it, and is shown to the
 * user as it stands.
 */
public final class InvalidJobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidJobException(String message) {
    super(message);
  }

  public InvalidJobException(String message, Throwable cause) {
    super(message, cause);
  }
}
