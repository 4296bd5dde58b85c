package io.reparto.protocol.message;

import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A job as the coordinator sees it at one moment. Small, whatever the size of the result.
 *
 * @param name of the {@link io.reparto.protocol.job.Job}
 * @param specDigest {@link JobSpec#digest()}: tells whether a repeated request asks for the same
 * @param revision grows with every change, also when another coordinator takes over
 * @param submitted when the coordinator accepted it, by its clock
 * @param total what the plan expects; units or bytes may be unknown
 * @param preview the answer so far in a few words; may be empty; shortened if long
 * @param summary how far it has come; its work includes that of running tasks
 * @param reason why it failed; else empty; shortened if long
 * @param digest of the result; empty unless succeeded
 */
public record JobStatus(
    JobId job,
    String name,
    String specDigest,
    State state,
    JobOptions options,
    long revision,
    Instant submitted,
    Work total,
    String preview,
    JobSummary summary,
    String reason,
    String digest) {
  private static final int MOST_PREVIEW_CHARACTERS = 1_000;
  private static final int MOST_REASON_CHARACTERS = 4_000;
  // So many revisions of a term take 19 days at ten a second, and those of any term until 2037 are
  // below 2^53, so that a reader of JSON that has numbers as doubles can tell them apart.
  private static final int TERM_SHIFT = 24;

  /** Where a job is on its way. */
  public enum State {
    PLANNING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    /** Whether the job has ended. */
    public boolean isLast() {
      return this != PLANNING && this != RUNNING;
    }
  }

  public JobStatus {
    preview = Excerpt.of(preview, MOST_PREVIEW_CHARACTERS);
    reason = Excerpt.of(reason, MOST_REASON_CHARACTERS);
  }

  /**
   * Of a job that is to be planned.
   *
   * @param submitted when it was first accepted
   * @param term of the coordinator: revisions grow from one coordinator to the next as well
   */
  public static JobStatus accepted(
      JobId job, JobSpec spec, JobOptions options, Instant submitted, long term) {
    return new JobStatus(
        job,
        spec.job(),
        spec.digest(),
        State.PLANNING,
        options,
        term << TERM_SHIFT,
        submitted,
        Work.NONE,
        "",
        JobSummary.nothingDone(),
        "",
        "");
  }

  /** Without what grows with failures and remarks: for lists. */
  public JobStatus brief() {
    var plain =
        new JobSummary(
            summary.ledger(),
            summary.done(),
            summary.unit(),
            summary.planning(),
            summary.running(),
            List.of(),
            List.of());
    return new JobStatus(
        job,
        name,
        specDigest,
        state,
        options,
        revision,
        submitted,
        total,
        Excerpt.of(preview, 100),
        plain,
        Excerpt.of(reason, 200),
        digest);
  }

  /** The next revision, after the event. */
  public JobStatus after(JobEvent event) {
    if (event instanceof JobEvent.Planned planned) {
      var begun =
          new JobSummary(
              new LedgerCounts(planned.tasks(), 0, 0, 0),
              Work.NONE,
              planned.unit(),
              planned.planning(),
              Duration.ZERO,
              List.of(),
              List.of());
      return with(State.RUNNING, planned.total(), "", begun, "", "");
    }
    if (event instanceof JobEvent.Progressed progressed) {
      var soFar =
          new JobSummary(
              progressed.ledger(),
              progressed.done(),
              summary.unit(),
              summary.planning(),
              Duration.between(submitted, Instant.now()).minus(summary.planning()),
              List.of(),
              List.of());
      return with(State.RUNNING, total, progressed.preview(), soFar, "", "");
    }
    if (event instanceof JobEvent.Succeeded succeeded) {
      return with(State.SUCCEEDED, total, preview, succeeded.summary(), "", succeeded.digest());
    }
    if (event instanceof JobEvent.Failed failed) {
      return with(State.FAILED, total, preview, failed.summary(), failed.reason(), "");
    }
    return with(State.CANCELLED, total, preview, ((JobEvent.Cancelled) event).summary(), "", "");
  }

  private JobStatus with(
      State next,
      Work expected,
      String soFar,
      JobSummary went,
      String failure,
      String resultDigest) {
    return new JobStatus(
        job,
        name,
        specDigest,
        next,
        options,
        revision + 1,
        submitted,
        expected,
        soFar,
        went,
        failure,
        resultDigest);
  }
}
