package io.reparto.node.cli.remote;

/** The API refused a request, or could not be reached. The message is for the user as it stands. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int NOT_REACHED = 0;
  private static final int UNAVAILABLE = 503;

  private final int status;

  ApiException(int status, String message) {
    super(message);
    this.status = status;
  }

  private ApiException(String message, Throwable cause) {
    super(message, cause);
    this.status = NOT_REACHED;
  }

  static ApiException notReached(String message, Throwable cause) {
    return new ApiException(message, cause);
  }

  /** The HTTP status, 0 where there was no answer. */
  public int status() {
    return status;
  }

  /** Whether the same request may succeed in a moment. */
  boolean isPassing() {
    return status == NOT_REACHED || status == UNAVAILABLE;
  }
}
