package io.reparto.node.cli;

/** The words of the command are wrong: exit code 2. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The command whose help tells more, such as {@code run groupby}; may be empty. */
  private final String helpOf;

  UsageException(String message, String helpOf) {
    super(message);
    this.helpOf = helpOf;
  }

  String helpOf() {
    return helpOf;
  }
}
