package io.reparto.protocol.message;

import java.util.List;

/** What the coordinator answers to questions about jobs; see {@link CoordinatorCommand}. */
public sealed interface JobReply {

  /** The job at this moment. */
  record JobDescribed(JobStatus status) implements JobReply, Wire {}

  /**
   * The newest of the jobs asked for, newest first.
   *
   * @param jobs {@linkplain JobStatus#brief brief}
   */
  record JobsListed(List<JobStatus> jobs) implements JobReply, Wire {
    /** Most jobs in one list: it must stay far below a frame. */
    public static final int MOST = 100;

    public JobsListed {
      jobs = List.copyOf(jobs.subList(0, Math.min(MOST, jobs.size())));
    }
  }

  /**
   * The job was not accepted.
   *
   * @param busy whether it may be later; else its specification is at fault
   * @param reason shortened if long
   */
  record JobRefused(JobId job, boolean busy, String reason) implements JobReply, Wire {
    public JobRefused {
      reason = Excerpt.of(reason, 4_000);
    }
  }

  /** There is no such job, or it ended too long ago. */
  record NoSuchJob(JobId job) implements JobReply, Wire {}

  /** The job has no result: it has not ended, or not well, or its result was forgotten. */
  record NoResult(JobStatus status) implements JobReply, Wire {}

  /**
   * A piece of the encoded {@link io.reparto.protocol.job.JobResult}, see {@link
   * io.reparto.protocol.serialization.Parts}.
   *
   * @param part from 0 to parts - 1
   * @param bytes not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  record ResultPart(JobId job, int part, int parts, byte[] bytes) implements JobReply, Bulk {}

  /** The job's inner state at this moment. */
  record JobDiagnosed(JobDiagnosis diagnosis) implements JobReply, Wire {}

  /**
   * The coordinator and its workers.
   *
   * @param coordinator address of its actor system, as {@code host:port}; empty in a system that
   *     nobody can reach
   */
  record ClusterDescribed(long term, String coordinator, List<WorkerStatus> workers)
      implements JobReply, Wire {
    public ClusterDescribed {
      workers = List.copyOf(workers);
    }
  }

  /**
   * One worker.
   *
   * @param address of its actor system; empty in an embedded runtime
   * @param slots how many leases it runs at a time
   * @param waiting slots that have asked for work and got none yet
   */
  record WorkerStatus(String worker, String address, int slots, int waiting) {}
}
