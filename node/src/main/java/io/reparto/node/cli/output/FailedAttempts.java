package io.reparto.node.cli.output;

import io.reparto.protocol.message.DeathCertificate;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.LedgerCounts;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The attempts of a job that failed, for people: who, what, why, for how long, and last words. */
public final class FailedAttempts {
  private static final int SHOWN = 10;
  private static final int STACKS_SHOWN = 3;
  private static final int LOGS_SHOWN = 3;

  private FailedAttempts() {}

  /** How many there were; the certificates may be fewer. */
  static long count(JobSummary summary) {
    LedgerCounts ledger = summary.ledger();
    long failed = ledger.attempts() - ledger.committed() - ledger.refused();
    return Math.max(failed, summary.certificates().size());
  }

  /**
   * The first of them, a line each; empty if there is none.
   *
   * @param reason why the job failed, or empty: a cause that is the reason is not said again, and
   *     its stack not at all: it is a mistake in the input, which no line of our code explains
   * @param stacks whether to show the others' stacks
   */
  public static String of(JobSummary summary, String reason, boolean stacks, WorkerLogs logs) {
    List<DeathCertificate> certificates = summary.certificates();
    if (certificates.isEmpty()) {
      return "";
    }
    int shown = Math.min(SHOWN, certificates.size());
    var text = new StringBuilder("failed attempts:\n");
    for (int index = 0; index < shown; index++) {
      append(certificates.get(index), reason, stacks && index < STACKS_SHOWN, text);
    }
    long more = count(summary) - shown;
    if (more > 0) {
      text.append("  and ").append(more).append(" more");
      if (certificates.size() > shown) {
        text.append(certificates.size() < count(summary) ? " (some in" : " (in");
        text.append(" --format json)");
      }
      text.append('\n');
    }
    appendLogs(certificates.subList(0, shown), logs, text);
    return text.toString();
  }

  private static void append(
      DeathCertificate one, String reason, boolean stack, StringBuilder text) {
    String task = "task " + one.task();
    text.append("  ").append(task);
    if (!one.partition().equals(task)) {
      text.append(" (").append(one.partition()).append(')');
    }
    text.append(", attempt ").append(one.attempt()).append(" on ").append(one.worker());
    boolean isReason = one.cause().equals(reason);
    if (!isReason) {
      text.append(": ").append(one.cause().strip().replaceAll("\\s*\\R\\s*", " "));
    }
    text.append(", after ").append(Quantities.seconds(one.lasted())).append('\n');
    if (stack && !isReason) {
      one.where()
          .lines()
          .filter(line -> !line.isBlank())
          .forEach(line -> text.append("      ").append(line.strip()).append('\n'));
    }
  }

  /** Of the workers themselves that died: those whose attempts left no stack. */
  private static void appendLogs(
      List<DeathCertificate> certificates, WorkerLogs logs, StringBuilder text) {
    Set<String> workers = new LinkedHashSet<>();
    certificates.stream()
        .filter(one -> one.where().isEmpty())
        .forEach(one -> workers.add(one.worker()));
    workers.stream()
        .limit(LOGS_SHOWN)
        .forEach(
            worker -> {
              List<String> lines = logs.lastLines(worker);
              if (!lines.isEmpty()) {
                text.append("  last lines of ").append(worker).append(":\n");
                lines.forEach(line -> text.append("      ").append(line).append('\n'));
              }
            });
  }
}
