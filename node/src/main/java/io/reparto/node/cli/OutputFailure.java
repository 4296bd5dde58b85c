package io.reparto.node.cli;

import java.io.IOException;

/** What to do when stdout takes no more. */
final class OutputFailure {
  /** Not an exit code: the reader has gone, there is nobody to tell, and nothing is wrong. */
  static final int READER_GONE = -1;

  private OutputFailure() {}

  /**
   * Tells the user, if there is one left.
   *
   * @return {@link #READER_GONE} if the reader closed its end, as {@code head} does; else {@link
   *     ExitCode#FAILED}, and it has been said
   */
  static int report(IOException failure, Console console) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("Broken pipe")) { // Java tells EPIPE only by its text
      return READER_GONE;
    }
    console.err().println(CommandTree.NAME + ": the result can't be written to stdout: " + message);
    return ExitCode.FAILED;
  }
}
