package io.reparto.node.cli.output;

import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.LedgerCounts;
import java.time.Duration;

/** What is said on stderr about a job that has ended. */
public final class Summary {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int DIGEST_LETTERS = 12;
  private static final Duration TINY = Duration.ofMillis(50);

  private Summary() {}

  /** Two lines: what was done, and how long it took. */
  public static String of(JobReport report) {
    return of(report.summary(), report.total(), report.digest().orElse(""));
  }

  /** The same of a job of a cluster, which may still run. */
  public static String of(JobStatus status) {
    Duration total = status.summary().planning().plus(status.summary().running());
    return of(status.summary(), total, status.digest());
  }

  private static String of(JobSummary summary, Duration total, String digest) {
    var text = new StringBuilder();
    double seconds = summary.running().toNanos() / NANOS_PER_SECOND;
    Work done = summary.done();
    if (done.units() > 0 && !summary.unit().equals("tasks")) {
      text.append(Quantities.count(done.units())).append(' ').append(unit(summary));
      appendRate(text, Quantities.count(done.units() / seconds), seconds);
      text.append(", ");
    }
    if (done.bytes() > 0) {
      text.append(Quantities.bytes(done.bytes()));
      appendRate(text, Quantities.bytes(done.bytes() / seconds), seconds);
      text.append(", ");
    }
    appendTasks(text, summary.ledger());
    if (summary.unit().equals("tasks")) {
      appendRate(text, Quantities.count(summary.ledger().committed() / seconds), seconds);
    }
    appendAttempts(text, summary);
    text.append("\nplan ").append(Quantities.seconds(summary.planning()));
    text.append(", run ").append(Quantities.seconds(summary.running()));
    text.append(", total ").append(Quantities.seconds(total));
    if (!digest.isEmpty()) {
      text.append("; digest ").append(digest, 0, Math.min(DIGEST_LETTERS, digest.length()));
    }
    return text.append('\n').toString();
  }

  /** The unit's name is a plural: rows, samples. */
  private static String unit(JobSummary summary) {
    String unit = summary.unit();
    boolean one = summary.done().units() == 1 && unit.endsWith("s");
    return one ? unit.substring(0, unit.length() - 1) : unit;
  }

  private static void appendRate(StringBuilder text, String perSecond, double seconds) {
    if (seconds > 0) {
      text.append(" (").append(perSecond).append("/s)");
    }
  }

  private static void appendTasks(StringBuilder text, LedgerCounts ledger) {
    if (ledger.committed() < ledger.planned()) {
      text.append(ledger.committed()).append(" of ");
    }
    text.append(ledger.planned()).append(ledger.planned() == 1 ? " task" : " tasks");
  }

  private static void appendAttempts(StringBuilder text, JobSummary summary) {
    LedgerCounts ledger = summary.ledger();
    long failed = FailedAttempts.count(summary);
    if (failed == 0 && ledger.refused() == 0) {
      return;
    }
    text.append(
        ledger.committed() == ledger.planned() ? ", each committed once, in " : " committed, in ");
    text.append(ledger.attempts()).append(ledger.attempts() == 1 ? " attempt: " : " attempts: ");
    if (failed > 0) {
      text.append(failed).append(" failed");
    }
    if (ledger.refused() > 0) {
      text.append(failed > 0 ? ", " : "").append(ledger.refused()).append(" refused as duplicates");
    }
  }

  /**
   * Says so when a job was too small to be worth more than one thread; else empty. The bound is
   * sure: what the slots did in that time, one thread does in at most so many times as long.
   *
   * @param slots all slots that ran it
   */
  public static String hint(JobSummary summary, int slots) {
    // Duration multiplies by way of BigDecimal (docs/adr/0006).
    Duration atMost = Duration.ofNanos(summary.running().toNanos() * slots);
    if (slots < 2 || summary.ledger().planned() < 2 || atMost.compareTo(TINY) > 0) {
      return "";
    }
    long millis = Math.max(1, atMost.toMillis());
    return "hint: at most " + millis + " ms of work: one thread would do (--slots 1)\n";
  }
}
