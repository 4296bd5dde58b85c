package io.reparto.node.race.report;

import java.util.List;

/**
 * What was observed of one strategy.
 *
 * @param strategy its name
 * @param promised whether it is promised to lose nothing
 * @param expected the count of a round in which nothing is lost
 * @param observed the count of each round, at least one
 * @param nanosPerIncrement wall time of a round by all its increments, the median over rounds
 * @param wrongElsewhere further rounds, those of warm-up and timing, whose count was not as
 *     expected
 */
public record Outcome(
    String strategy,
    boolean promised,
    long expected,
    List<Long> observed,
    double nanosPerIncrement,
    int wrongElsewhere) {

  public Outcome {
    observed = List.copyOf(observed);
    if (observed.isEmpty()) {
      throw new IllegalArgumentException("an outcome needs a round: strategy=" + strategy);
    }
  }

  public long least() {
    return observed.stream().mapToLong(Long::longValue).min().orElseThrow();
  }

  /**
   * The middle one; of an even number of rounds the mean of the two in the middle, rounded down.
   */
  public long median() {
    long[] sorted = observed.stream().mapToLong(Long::longValue).sorted().toArray();
    int middle = sorted.length / 2;
    if (sorted.length % 2 == 1) {
      return sorted[middle];
    }
    long low = sorted[middle - 1];
    return low + Math.floorDiv(sorted[middle] - low, 2L);
  }

  public long most() {
    return observed.stream().mapToLong(Long::longValue).max().orElseThrow();
  }

  /** Increments lost in all rounds together; a round that counted too much takes nothing off. */
  public long lost() {
    return observed.stream().mapToLong(count -> Math.max(0, expected - count)).sum();
  }

  /** Of all increments of all rounds, 0 to 100. */
  public double lostPercent() {
    return 100.0 * lost() / ((double) expected * observed.size());
  }

  public int wrongRounds() {
    return (int) observed.stream().filter(count -> count != expected).count();
  }

  /** What the counts say. */
  public Verdict verdict() {
    if (promised) {
      return wrongRounds() + wrongElsewhere > 0 ? Verdict.BROKEN : Verdict.EXACT;
    }
    return wrongRounds() > 0 ? Verdict.LOSES : Verdict.NO_LOSS_SEEN;
  }
}
