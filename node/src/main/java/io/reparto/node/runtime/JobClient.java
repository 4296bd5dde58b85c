package io.reparto.node.runtime;

import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import java.util.function.Consumer;

/** Where jobs are sent: actors in this process, or a cluster. Thread-safe. */
public interface JobClient extends AutoCloseable {

  /**
   * Submits a job.
   *
   * @param options which its result does not depend on
   * @param listener told every {@link JobEvent} in order, by one thread at a time; must return
   *     quickly
   */
  JobId submit(JobSpec spec, JobOptions options, Consumer<JobEvent> listener);

  /** Submits a job with {@link JobOptions#USUAL}. */
  default JobId submit(JobSpec spec, Consumer<JobEvent> listener) {
    return submit(spec, JobOptions.USUAL, listener);
  }

  /**
   * Asks for the job's end, and does not wait for it; its listener hears {@link JobEvent.Cancelled}
   * unless it ended before.
   */
  void cancel(JobId job);

  /** Whether jobs go on when this process ends without having cancelled them. */
  default boolean jobsOutliveIt() {
    return false;
  }

  /**
   * Ends the connection, and in an embedded runtime every actor. Waits for it, a few seconds at
   * most.
   */
  @Override
  void close();
}
