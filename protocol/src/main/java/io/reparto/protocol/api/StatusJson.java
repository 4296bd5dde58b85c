package io.reparto.protocol.api;

import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.DeathCertificate;
import io.reparto.protocol.message.JobCosts;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.LedgerCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A {@link JobStatus} as JSON. Every field is always there; what is not known or does not exist is
 * null.
 *
 * @param job the job's id
 * @param name of the kind of job
 * @param state planning, running, succeeded, failed or cancelled
 * @param priority how many leases the job gets in its turn
 * @param speculation whether overdue tasks get a second copy on another worker
 * @param revision grows with every change
 * @param submitted ISO 8601 in UTC
 * @param units rows, samples or tasks, as their unit says; those of running tasks included
 * @param bytes of input as stored; those of running tasks included
 * @param preview the answer so far in a few words; may be empty
 * @param digest of the result; null unless succeeded
 * @param reason why it failed; null unless failed
 * @param remarks for the user, such as skipped rows
 * @param certificates failed attempts, the oldest first
 * @param costs of the committed tasks, once the job has ended; null of an older node
 */
public record StatusJson(
    String job,
    String name,
    String state,
    int priority,
    boolean speculation,
    long revision,
    String submitted,
    TasksJson tasks,
    UnitsJson units,
    BytesJson bytes,
    String preview,
    SecondsJson seconds,
    String digest,
    String reason,
    List<String> remarks,
    List<CertificateJson> certificates,
    CostsJson costs) {
  private static final double NANOS_PER_SECOND = 1e9;

  /** The ledger, see {@link LedgerCounts}. */
  public record TasksJson(int planned, int committed, long attempts, long refused) {}

  /**
   * Work in units.
   *
   * @param unit plural noun; empty until the job is planned
   * @param total null if not known beforehand
   */
  public record UnitsJson(String unit, long done, Long total) {}

  /**
   * Work in bytes.
   *
   * @param total null if not known beforehand
   */
  public record BytesJson(long done, Long total) {}

  /** From acceptance to a plan, and from the plan to the end or to now. */
  public record SecondsJson(double plan, double run) {}

  /** A failed attempt, see {@link DeathCertificate}. */
  public record CertificateJson(
      int task,
      int attempt,
      String partition,
      String worker,
      String cause,
      String where,
      double seconds) {}

  public static StatusJson of(JobStatus status) {
    JobSummary summary = status.summary();
    LedgerCounts ledger = summary.ledger();
    return new StatusJson(
        status.job().value(),
        status.name(),
        name(status.state()),
        status.options().priority(),
        status.options().speculation(),
        status.revision(),
        status.submitted().toString(),
        new TasksJson(ledger.planned(), ledger.committed(), ledger.attempts(), ledger.refused()),
        new UnitsJson(summary.unit(), summary.done().units(), known(status.total().units())),
        new BytesJson(summary.done().bytes(), known(status.total().bytes())),
        status.preview(),
        new SecondsJson(seconds(summary.planning()), seconds(summary.running())),
        emptyToNull(status.digest()),
        emptyToNull(status.reason()),
        summary.remarks(),
        summary.certificates().stream()
            .map(
                one ->
                    new CertificateJson(
                        one.task(),
                        one.attempt(),
                        one.partition(),
                        one.worker(),
                        one.cause(),
                        one.where(),
                        seconds(one.lasted())))
            .toList(),
        CostsJson.of(summary.costs()));
  }

  /** The state as documents and queries name it. */
  public static String name(JobStatus.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** The status again, but for the digest of the specification, which is empty. */
  public JobStatus toStatus() {
    return new JobStatus(
        new JobId(job),
        name,
        "",
        JobStatus.State.valueOf(state.toUpperCase(Locale.ROOT)),
        new JobOptions(priority, speculation),
        revision,
        Instant.parse(submitted),
        new Work(unknown(units.total()), unknown(bytes.total())),
        preview,
        new JobSummary(
            new LedgerCounts(tasks.planned(), tasks.committed(), tasks.attempts(), tasks.refused()),
            new Work(units.done(), bytes.done()),
            units.unit(),
            duration(seconds.plan()),
            duration(seconds.run()),
            remarks,
            certificates.stream()
                .map(
                    one ->
                        new DeathCertificate(
                            one.task(),
                            one.attempt(),
                            one.partition(),
                            one.worker(),
                            one.cause(),
                            one.where(),
                            duration(one.seconds())))
                .toList(),
            costs == null ? JobCosts.NONE : costs.toCosts()),
        reason,
        digest == null ? "" : digest);
  }

  private static Long known(long amount) {
    return amount == Work.UNKNOWN ? null : amount;
  }

  private static long unknown(Long amount) {
    return amount == null ? Work.UNKNOWN : amount;
  }

  private static String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS_PER_SECOND;
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(seconds * NANOS_PER_SECOND));
  }
}
