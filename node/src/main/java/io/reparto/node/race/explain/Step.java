package io.reparto.node.race.explain;

/**
 * One access to the counter.
 *
 * @param nanos after the first one of the schedule
 * @param thread its number, from 0
 * @param value what was read or written
 */
public record Step(long nanos, int thread, Kind kind, long value) {

  /** What was done. */
  public enum Kind {
    READ,
    WRITE
  }

  /** {@code A} for the first thread, {@code Z}, then {@code T26}. */
  public String threadName() {
    return thread < 26 ? String.valueOf((char) ('A' + thread)) : "T" + thread;
  }
}
