package io.reparto.protocol.message;

/**
 * How a job is run, which its result does not depend on.
 *
 * @param priority how many leases the job gets in its turn, 1 to {@link #MOST_PRIORITY}
 * @param speculation whether overdue tasks get a second copy on another worker
 */
public record JobOptions(int priority, boolean speculation) {
  /** The largest priority of a job. */
  public static final int MOST_PRIORITY = 100;

  /** What a job gets that asks for nothing. */
  public static final JobOptions USUAL = new JobOptions(1, true);

  public JobOptions {
    if (priority < 1 || priority > MOST_PRIORITY) {
      throw new IllegalArgumentException(
          "priority must be from 1 to " + MOST_PRIORITY + ": given=" + priority);
    }
  }
}
