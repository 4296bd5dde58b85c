package io.reparto.protocol.job;

/**
 * An input that can't be read where the job is planned or its task runs: it is missing there, or
 * not to be read. Another cluster node may well see it, so a task is run on others, and no attempt
 * is counted; only when no worker can read the input is that the caller's mistake. An input that
 * was read and has <em>changed</em> is an {@link InvalidJobException}: the tasks must not see two
 * states of it.
 */
public final class InputUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String reason;

  /**
   * An input that is missing or not to be read here.
   *
   * @param path as the user gave it, or below the directory given
   * @param reason in a few words, such as {@code no such file}
   */
  public InputUnavailableException(String path, String reason) {
    this(path, reason, null);
  }

  public InputUnavailableException(String path, String reason, Throwable cause) {
    super("input can't be read: " + describe(path, reason), cause);
    this.path = path;
    this.reason = reason;
  }

  private static String describe(String path, String reason) {
    return "path=" + path + ": " + reason;
  }

  /** Which input it is and why, for a message that says where, such as {@code path=x: no file}. */
  public String describe() {
    return describe(path, reason);
  }
}
