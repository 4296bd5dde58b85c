package io.reparto.protocol.message;

import io.reparto.protocol.job.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * How a job went, whatever its end.
 *
 * @param done work of the committed tasks
 * @param unit what {@link Work#units()} counts
 * @param planning from acceptance to a plan
 * @param running from the plan to the end
 * @param remarks for the user, such as skipped rows; shortened where they are long, and the first
 *     of them where they are many
 * @param certificates failed attempts, oldest first, at most the first hundred, fewer if their
 *     texts are long
 * @param costs of the committed tasks
 */
public record JobSummary(
    LedgerCounts ledger,
    Work done,
    String unit,
    Duration planning,
    Duration running,
    List<String> remarks,
    List<DeathCertificate> certificates,
    JobCosts costs) {
  // A character takes up to 3 bytes and the whole must stay far below a frame of 256 KiB.
  private static final int MOST_REMARK_CHARACTERS = 1_000;
  private static final int MOST_REMARKS_CHARACTERS = 10_000;
  private static final int MOST_CERTIFICATES = 100;
  private static final int MOST_CERTIFICATES_CHARACTERS = 20_000;

  public JobSummary {
    remarks =
        first(
            remarks.stream().map(remark -> Excerpt.of(remark, MOST_REMARK_CHARACTERS)).toList(),
            String::length,
            MOST_REMARKS_CHARACTERS);
    certificates =
        first(
            certificates.subList(0, Math.min(MOST_CERTIFICATES, certificates.size())),
            DeathCertificate::characters,
            MOST_CERTIFICATES_CHARACTERS);
    costs = costs == null ? JobCosts.NONE : costs; // of an older coordinator
  }

  /** Of a job whose costs are not known. */
  public JobSummary(
      LedgerCounts ledger,
      Work done,
      String unit,
      Duration planning,
      Duration running,
      List<String> remarks,
      List<DeathCertificate> certificates) {
    this(ledger, done, unit, planning, running, remarks, certificates, JobCosts.NONE);
  }

  /** Of a job that ended before it was planned. */
  public static JobSummary nothingDone() {
    return new JobSummary(
        new LedgerCounts(0, 0, 0, 0),
        Work.NONE,
        "",
        Duration.ZERO,
        Duration.ZERO,
        List.of(),
        List.of());
  }

  private static <T> List<T> first(List<T> all, ToIntFunction<T> size, int most) {
    var kept = new ArrayList<T>();
    int used = 0;
    for (T one : all) {
      used += size.applyAsInt(one);
      if (used > most) {
        break;
      }
      kept.add(one);
    }
    return List.copyOf(kept);
  }
}
