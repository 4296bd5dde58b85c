package io.reparto.protocol.message;

import io.reparto.protocol.job.Work;
import java.time.Duration;
import java.util.List;

/**
 * How a job went, whatever its end.
 *
 * @param done work of the committed tasks
 * @param unit what {@link Work#units()} counts
 * @param planning from acceptance to a plan
 * @param running from the plan to the end
 * @param remarks for the user, such as skipped rows
 * @param certificates failed attempts, oldest first, at most the first hundred
 */
public record JobSummary(
    LedgerCounts ledger,
    Work done,
    String unit,
    Duration planning,
    Duration running,
    List<String> remarks,
    List<DeathCertificate> certificates) {
  public JobSummary {
    remarks = List.copyOf(remarks);
    certificates = List.copyOf(certificates);
  }
}
