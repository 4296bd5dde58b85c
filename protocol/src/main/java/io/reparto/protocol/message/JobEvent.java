package io.reparto.protocol.message;

import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.Work;
import java.time.Duration;

/**
 * What the coordinator tells the client of a job, in this order: {@link Planned}, any number of
 * {@link Progressed}, then exactly one of {@link Succeeded}, {@link Failed}, {@link Cancelled}. A
 * job that can't be planned has only a {@link Failed}.
 */
public sealed interface JobEvent {

  JobId job();

  /**
   * The job was split and its tasks are being leased.
   *
   * @param total what the plan expects; units or bytes may be unknown
   * @param unit plural noun of the units
   */
  record Planned(JobId job, int tasks, Work total, String unit, Duration planning)
      implements JobEvent, Wire {}

  /**
   * A few times a second while tasks run.
   *
   * @param done work of committed tasks and of those running, as last heard
   * @param preview the answer so far in a few words; may be empty; shortened if long
   */
  record Progressed(JobId job, LedgerCounts ledger, Work done, String preview)
      implements JobEvent, Wire {
    private static final int MOST_PREVIEW_CHARACTERS = 1_000;

    public Progressed {
      preview = Excerpt.of(preview, MOST_PREVIEW_CHARACTERS);
    }
  }

  /**
   * The job ended with a result. Carries a table of any size, hence not on the control path's
   * serializer.
   */
  record Succeeded(JobId job, JobResult result, String digest, JobSummary summary)
      implements JobEvent, Bulk {}

  /**
   * The job ended without a result.
   *
   * @param blame whose fault, as far as known
   * @param reason shortened if long
   */
  record Failed(JobId job, Blame blame, String reason, JobSummary summary)
      implements JobEvent, Wire {
    private static final int MOST_REASON_CHARACTERS = 4_000;

    public Failed {
      reason = Excerpt.of(reason, MOST_REASON_CHARACTERS);
    }
  }

  /** The client's wish. */
  record Cancelled(JobId job, JobSummary summary) implements JobEvent, Wire {}

  /** Whose fault a failure is. */
  enum Blame {
    /** Arguments or input: a retry won't mend it. */
    CALLER,
    /** Attempts ran out. */
    ATTEMPTS,
    /** A defect of ours. */
    DEFECT
  }
}
