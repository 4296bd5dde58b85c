package io.reparto.node.worker;

import io.reparto.protocol.message.JobId;
import java.util.HashMap;
import java.util.Map;

/**
 * When a {@link Worker} tells how much of a job it has done: as often as one slot says it, however
 * many there are, so that what the coordinator hears grows with workers. Not thread-safe.
 */
final class WorkReports {
  private final long leastNanos;
  private final Map<JobId, Long> toldNanos = new HashMap<>();

  /**
   * @param slotNanos how often each slot says it
   */
  WorkReports(long slotNanos) {
    this.leastNanos = slotNanos / 10 * 9; // a slot that is early now and then is heard all the same
  }

  /** Whether it is time to tell, which it is not again for a while. */
  boolean take(JobId job, long nanos) {
    Long last = toldNanos.get(job);
    boolean isTime = last == null || nanos - last >= leastNanos;
    if (isTime) {
      toldNanos.put(job, nanos);
    }
    return isTime;
  }

  /** The job has ended. */
  void drop(JobId job) {
    toldNanos.remove(job);
  }
}
