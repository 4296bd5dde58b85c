package io.reparto.node.race.explain;

/**
 * One increment of a recorded round.
 *
 * @param thread its number, from 0
 * @param value what it read; it wrote one more
 * @param begin before the read, in nanoseconds after some origin
 * @param middle after the read, before the write
 * @param end after the write
 */
record RecordedIncrement(int thread, long value, long begin, long middle, long end) {

  /** In the middle of its stamps. */
  long readAt() {
    return begin + (middle - begin) / 2;
  }

  /** In the middle of its stamps. */
  long writtenAt() {
    return middle + (end - middle) / 2;
  }

  boolean overlaps(RecordedIncrement other) {
    return begin < other.end && other.begin < end;
  }
}
