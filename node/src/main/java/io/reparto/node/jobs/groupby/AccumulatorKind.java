package io.reparto.node.jobs.groupby;

/**
 * What a group keeps of one column, in cells of 64 bits. The code is part of the encoded form of a
 * partial: it never changes its meaning.
 */
enum AccumulatorKind {
  /** Rows, or the values of a column: one cell. */
  COUNT(0, 1, 0),
  /** Exact sum of whole numbers: 128 bits in two's complement, low cell first. */
  LONG_SUM(1, 2, 0),
  /** Sum of doubles as the bits of a double, from 0.0 on. */
  DOUBLE_SUM(2, 1, 0),
  /** Smallest value in the order of {@link OrderedBits}; only meaningful if there was a value. */
  MINIMUM(3, 1, Long.MAX_VALUE),
  /** Largest value in the order of {@link OrderedBits}; only meaningful if there was a value. */
  MAXIMUM(4, 1, Long.MIN_VALUE),
  /** Count, then the bits of the mean, then those of the sum of squared deviations from it. */
  MOMENTS(5, 3, 0);

  private static final AccumulatorKind[] BY_CODE = values();

  private final int code;
  private final int cells;
  private final long start;

  AccumulatorKind(int code, int cells, long start) {
    this.code = code;
    this.cells = cells;
    this.start = start;
  }

  int code() {
    return code;
  }

  int cells() {
    return cells;
  }

  /** What every cell holds before the first value. */
  long start() {
    return start;
  }

  /**
   * @throws IllegalArgumentException if there is no such code
   */
  static AccumulatorKind ofCode(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new IllegalArgumentException("no such kind of accumulator: code=" + code);
    }
    return BY_CODE[code];
  }
}
