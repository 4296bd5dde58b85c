package io.reparto.node.cli.output;

import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.message.JobSummary;
import java.time.Duration;
import java.util.Optional;

/**
 * How a job ended, for printing.
 *
 * @param job its name
 * @param result present if and only if it succeeded
 * @param digest of the result; empty if there is none
 * @param reason why it failed; empty unless it did
 * @param total from the start of the command to this end
 * @param logs of the workers whose attempts failed
 */
public record JobReport(
    String job,
    State state,
    Optional<JobResult> result,
    Optional<String> digest,
    Optional<String> reason,
    JobSummary summary,
    Duration total,
    WorkerLogs logs) {

  /** How it ended. */
  public enum State {
    SUCCEEDED,
    FAILED,
    CANCELLED
  }
}
