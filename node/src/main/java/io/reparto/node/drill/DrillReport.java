package io.reparto.node.drill;

import io.reparto.protocol.job.DoubleColumn;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.TextColumn;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What came of a drill. */
public final class DrillReport {
  private static final double NANOS_PER_SECOND = 1e9;

  private final long seed;
  private final List<Outcome> outcomes;
  private final Duration took;

  DrillReport(long seed, List<Outcome> outcomes, Duration took) {
    this.seed = seed;
    this.outcomes =
        outcomes.stream().sorted(Comparator.comparingInt(one -> one.schedule().number())).toList();
    this.took = took;
  }

  /** A row for each schedule. */
  public JobResult table() {
    int rows = outcomes.size();
    var numbers = new long[rows];
    var seconds = new double[rows];
    for (int row = 0; row < rows; row++) {
      numbers[row] = outcomes.get(row).schedule().number();
      seconds[row] = Math.round(10 * outcomes.get(row).seconds()) / 10.0;
    }
    return new JobResult(
        List.of(
            LongColumn.of("schedule", numbers),
            TextColumn.of("faults", texts(one -> one.schedule().faultWords())),
            TextColumn.of("jobs", texts(one -> one.schedule().jobWords())),
            DoubleColumn.of("seconds", seconds),
            TextColumn.of("outcome", texts(Outcome::words))));
  }

  private List<String> texts(Function<Outcome, String> text) {
    return outcomes.stream().map(text).toList();
  }

  public boolean hasFailures() {
    return outcomes.stream().anyMatch(Outcome::hasFailed);
  }

  /** One line on the whole. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%d schedules of seed %d in %.0f s: %d ok, %d failed, %d skipped; %d faults, %d jobs",
        outcomes.size(),
        seed,
        took.toNanos() / NANOS_PER_SECOND,
        outcomes.size() - count(Outcome::hasFailed) - count(Outcome::wasSkipped),
        count(Outcome::hasFailed),
        count(Outcome::wasSkipped),
        outcomes.stream().mapToInt(Outcome::faults).sum(),
        outcomes.stream()
            .filter(one -> !one.wasSkipped())
            .mapToInt(one -> one.schedule().jobs().size())
            .sum());
  }

  private int count(Predicate<Outcome> which) {
    return (int) outcomes.stream().filter(which).count();
  }

  /**
   * What happened in the schedules that failed, each with the words that repeat it.
   *
   * @param command what comes before the options that name a schedule
   */
  public List<String> failures(String command) {
    return outcomes.stream()
        .filter(Outcome::hasFailed)
        .flatMap(
            one ->
                Stream.concat(
                    Stream.of(
                        "schedule " + one.schedule().number() + " failed: " + one.detail(),
                        "  repeat it: " + command + " --only " + one.schedule().number()),
                    one.events().stream().map(event -> "  " + event)))
        .toList();
  }
}
