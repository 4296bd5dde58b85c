package io.reparto.node.cli.output;

import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.DeathCertificate;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.LedgerCounts;
import java.time.Duration;
import java.util.List;

/** What is said on stderr about a job that has ended. */
public final class Summary {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int DIGEST_LETTERS = 12;
  private static final int CERTIFICATES_SHOWN = 3;
  private static final Duration TINY = Duration.ofMillis(50);

  private Summary() {}

  /** Two lines: what was done, and how long it took. */
  public static String of(JobReport report) {
    JobSummary summary = report.summary();
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
    text.append("\nplan ").append(Quantities.seconds(summary.planning()));
    text.append(", run ").append(Quantities.seconds(summary.running()));
    text.append(", total ").append(Quantities.seconds(report.total()));
    report
        .digest()
        .ifPresent(
            digest ->
                text.append("; digest ")
                    .append(digest, 0, Math.min(DIGEST_LETTERS, digest.length())));
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
    if (ledger.committed() == ledger.planned()
        && (ledger.attempts() > ledger.planned() || ledger.refused() > 0)) {
      text.append(" in ").append(ledger.attempts()).append(" attempts");
      text.append(", ").append(ledger.refused()).append(" refused");
    }
  }

  /**
   * Says so when a job was too small to be worth more than one thread; else empty. The bound is
   * sure: what the slots did in that time, one thread does in at most so many times as long.
   *
   * @param slots all slots that ran it
   */
  public static String hint(JobSummary summary, int slots) {
    Duration atMost = summary.running().multipliedBy(slots);
    if (slots < 2 || summary.ledger().planned() < 2 || atMost.compareTo(TINY) > 0) {
      return "";
    }
    long millis = Math.max(1, atMost.toMillis());
    return "hint: at most " + millis + " ms of work: one thread would do (--slots 1)\n";
  }

  /**
   * The first failed attempts.
   *
   * @param withStacks whether to say why besides who and where: not for a mistake in the input,
   *     which the job's reason tells already, and which no line of our code explains
   */
  public static String certificates(List<DeathCertificate> certificates, boolean withStacks) {
    var text = new StringBuilder();
    int shown = Math.min(CERTIFICATES_SHOWN, certificates.size());
    for (DeathCertificate certificate : certificates.subList(0, shown)) {
      text.append("  task ").append(certificate.task());
      text.append(", attempt ").append(certificate.attempt());
      text.append(", worker ").append(certificate.worker());
      text.append(", after ").append(Quantities.seconds(certificate.lasted()));
      text.append(": ").append(certificate.partition()).append('\n');
      if (!withStacks) {
        continue;
      }
      text.append("    ").append(certificate.cause()).append('\n');
      for (String line : certificate.where().split("\n", -1)) {
        if (!line.isBlank()) {
          text.append("      ").append(line.strip()).append('\n');
        }
      }
    }
    if (shown < certificates.size()) {
      text.append("  and ").append(certificates.size() - shown);
      text.append(" more failed attempts (--format json has them)\n");
    }
    return text.toString();
  }
}
