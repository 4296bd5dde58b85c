package io.reparto.node.jobs.groupby;

/**
 * Doubles as longs that compare the same way: -infinity first, -0.0 before 0.0, and NaN after
 * everything, where DuckDB and PostgreSQL have it, too. Lets one loop of integer comparisons serve
 * both numeric types.
 */
final class OrderedBits {
  private OrderedBits() {}

  static long of(double value) {
    return flip(Double.doubleToLongBits(value)); // not raw: one NaN, and a positive one
  }

  static double toDouble(long ordered) {
    return Double.longBitsToDouble(flip(ordered));
  }

  /** Negative doubles count downwards in their bits: turns them round. Its own inverse. */
  private static long flip(long bits) {
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  static void of(double[] values, int count, long[] ordered) {
    for (int i = 0; i < count; i++) {
      ordered[i] = of(values[i]);
    }
  }
}
