package io.reparto.node.cli;

/** What the process ends with. */
public final class ExitCode {
  public static final int DONE = 0;

  /** The job failed: its input, its attempts, a defect; or its result could not be written. */
  public static final int FAILED = 1;

  /** The words of the command are wrong; nothing was run. */
  public static final int USAGE = 2;

  /** What a shell adds to a signal's number: 130 for SIGINT, 143 for SIGTERM. */
  public static final int SIGNAL_BASE = 128;

  private ExitCode() {}
}
