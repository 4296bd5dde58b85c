package io.reparto.node.race;

/**
 * How a race is run.
 *
 * @param parties threads or processes that count at the same time, 1 to {@link #MOST_THREADS}
 * @param increments how often each of them adds one, 1 to {@link #MOST_INCREMENTS}
 * @param rounds how often that is repeated, from zero each time, 1 to {@link #MOST_ROUNDS}
 */
public record RaceSettings(int parties, int increments, int rounds) {
  /** Each is a thread of the operating system; more would measure its scheduler. */
  public static final int MOST_THREADS = 256;

  /** Each is a JVM of its own. */
  public static final int MOST_PROCESSES = 32;

  public static final int MOST_INCREMENTS = 100_000_000;
  public static final int MOST_ROUNDS = 10_000;

  public RaceSettings {
    require("parties", parties, MOST_THREADS);
    require("increments", increments, MOST_INCREMENTS);
    require("rounds", rounds, MOST_ROUNDS);
  }

  /** What a counter shows after a round in which nothing was lost. */
  public long expected() {
    return (long) parties * increments;
  }

  private static void require(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "out of range: " + name + "=" + value + ", minimum=1, maximum=" + most);
    }
  }
}
