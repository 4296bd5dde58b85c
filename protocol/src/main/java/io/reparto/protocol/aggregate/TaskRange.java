package io.reparto.protocol.aggregate;

/**
 * Consecutive tasks, aligned or not; empty where both are equal.
 *
 * @param first the first task
 * @param end one past the last
 */
public record TaskRange(int first, int end) {
  public TaskRange {
    if (first < 0 || end < first) {
      throw new IllegalArgumentException("no range of tasks: first=" + first + ", end=" + end);
    }
  }

  /** How many tasks there are. */
  public int size() {
    return end - first;
  }
}
