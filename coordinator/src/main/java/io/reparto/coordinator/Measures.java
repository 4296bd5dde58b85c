package io.reparto.coordinator;

import io.reparto.protocol.job.Work;
import java.time.Duration;

/** Hears what a coordinator does, to count it. Called from several threads; must be quick. */
public interface Measures {

  /** Counts nothing. */
  Measures NONE = new Measures() {};

  /** A coordinator has started here: the cluster's first, or it took over. */
  default void coordinatorStarted() {}

  /**
   * A worker got a lease.
   *
   * @param tasks of the lease
   */
  default void leaseGranted(int tasks) {}

  /**
   * A frame of a worker's stream arrived.
   *
   * @param bytes of its piece of a partial
   */
  default void frameReceived(int bytes) {}

  /**
   * A partial was committed and merged.
   *
   * @param bytes its encoded size, about
   * @param latency from its arrival until it was merged
   */
  default void partialCommitted(int tasks, Work work, long bytes, Duration latency) {}

  /** A partial was refused because some of its tasks were committed before. */
  default void partialRefused(int tasks) {}

  /** An attempt failed. */
  default void attemptFailed() {}

  /** A job ended, in one of the last states of {@link io.reparto.protocol.message.JobStatus}. */
  default void jobEnded(String state) {}
}
