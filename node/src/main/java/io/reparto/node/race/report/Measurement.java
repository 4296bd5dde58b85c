package io.reparto.node.race.report;

import io.reparto.node.race.RaceSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures one strategy: warm-up, the rounds that were asked, and, where those are too short for a
 * clock, longer ones for the cost. Ten thousand increments take 20 µs, less than it may take the
 * last thread to start; so the cost is taken from rounds of at least {@link #LONG_ROUND_NANOS}, or
 * from those asked if they last as long.
 */
public final class Measurement {
  static final long LONG_ROUND_NANOS = 20_000_000;
  private static final long WARM_UP_NANOS = 100_000_000;
  private static final int ROUNDS_TO_BELIEVE = 3;
  private static final int LONG_ROUNDS = 5;
  private static final int MOST_LONG_INCREMENTS = 50_000_000;
  private static final int GROWTH = 8;

  private final RaceSettings settings;
  private final Rounds rounds;
  private int wrongElsewhere;

  private Measurement(RaceSettings settings, Rounds rounds) {
    this.settings = settings;
    this.rounds = rounds;
  }

  /**
   * Measures.
   *
   * @param promised whether the strategy is promised to lose nothing
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static Outcome of(String name, boolean promised, RaceSettings settings, Rounds rounds)
      throws InterruptedException {
    return new Measurement(settings, rounds).measure(name, promised);
  }

  private Outcome measure(String name, boolean promised) throws InterruptedException {
    rounds.warmUp();
    int longIncrements = calibrate();
    var observed = new ArrayList<Long>();
    var timed = new ArrayList<Long>();
    for (int round = 0; round < settings.rounds(); round++) {
      Round result = rounds.run(settings.increments());
      observed.add(result.observed());
      timed.add(result.nanos());
    }
    if (longIncrements > settings.increments()) {
      timed.clear();
      for (int round = 0; round < LONG_ROUNDS; round++) {
        timed.add(runElsewhere(longIncrements).nanos());
      }
    }
    return new Outcome(
        name,
        promised,
        settings.expected(),
        observed,
        median(timed) / ((double) settings.parties() * longIncrements),
        wrongElsewhere);
  }

  /**
   * How many increments make a round long enough, several times in a row: one alone may have waited
   * for a core. Running them is the rest of the warm-up.
   */
  private int calibrate() throws InterruptedException {
    int increments = settings.increments();
    long begin = System.nanoTime();
    int longInARow = 0;
    while (longInARow < ROUNDS_TO_BELIEVE || System.nanoTime() - begin < WARM_UP_NANOS) {
      long nanos = runElsewhere(increments).nanos();
      if (nanos >= LONG_ROUND_NANOS || increments >= MOST_LONG_INCREMENTS) {
        longInARow++;
        continue;
      }
      longInARow = 0;
      long enough = (long) (1.5 * increments * LONG_ROUND_NANOS / Math.max(1, nanos)) + 1;
      long next = Math.min(enough, (long) increments * GROWTH);
      increments = (int) Math.min(next, MOST_LONG_INCREMENTS);
    }
    return increments;
  }

  private Round runElsewhere(int increments) throws InterruptedException {
    Round round = rounds.run(increments);
    if (round.observed() != (long) settings.parties() * increments) {
      wrongElsewhere++;
    }
    return round;
  }

  private static double median(List<Long> values) {
    long[] sorted = values.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
  }
}
