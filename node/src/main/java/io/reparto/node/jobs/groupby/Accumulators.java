package io.reparto.node.jobs.groupby;

/**
 * The loops that change a group's cells: each does one thing to up to a batch of rows, so that it
 * is compiled after a few batches and to the same code for every query. {@code cells[offsets[i] +
 * at]} is the first cell of the accumulator in the group of row i.
 */
final class Accumulators {
  private Accumulators() {}

  static void count(long[] cells, int at, int[] offsets, int rows) {
    for (int i = 0; i < rows; i++) {
      cells[offsets[i] + at]++;
    }
  }

  static void sumLongs(long[] cells, int at, int[] offsets, long[] values, int rows) {
    for (int i = 0; i < rows; i++) {
      int cell = offsets[i] + at;
      addTo(cells, cell, values[i], values[i] >> 63);
    }
  }

  static void sumDoubles(long[] cells, int at, int[] offsets, double[] values, int rows) {
    for (int i = 0; i < rows; i++) {
      int cell = offsets[i] + at;
      cells[cell] = Double.doubleToRawLongBits(Double.longBitsToDouble(cells[cell]) + values[i]);
    }
  }

  static void minimum(long[] cells, int at, int[] offsets, long[] values, int rows) {
    for (int i = 0; i < rows; i++) {
      int cell = offsets[i] + at;
      if (values[i] < cells[cell]) {
        cells[cell] = values[i];
      }
    }
  }

  static void maximum(long[] cells, int at, int[] offsets, long[] values, int rows) {
    for (int i = 0; i < rows; i++) {
      int cell = offsets[i] + at;
      if (values[i] > cells[cell]) {
        cells[cell] = values[i];
      }
    }
  }

  /** Count and sum in two cells. */
  static void mean(long[] cells, int at, int[] offsets, double[] values, int rows) {
    for (int i = 0; i < rows; i++) {
      int cell = offsets[i] + at;
      cells[cell]++;
      cells[cell + 1] =
          Double.doubleToRawLongBits(Double.longBitsToDouble(cells[cell + 1]) + values[i]);
    }
  }

  /** Count, sum, minimum and maximum in four cells. */
  static void meanAndRange(long[] cells, int at, int[] offsets, double[] values, int rows) {
    for (int i = 0; i < rows; i++) {
      int cell = offsets[i] + at;
      double value = values[i];
      cells[cell]++;
      cells[cell + 1] =
          Double.doubleToRawLongBits(Double.longBitsToDouble(cells[cell + 1]) + value);
      long ordered = OrderedBits.of(value);
      // New extremes are rare, and branches that go one way cost less than stores.
      if (ordered < cells[cell + 2]) {
        cells[cell + 2] = ordered;
      }
      if (ordered > cells[cell + 3]) {
        cells[cell + 3] = ordered;
      }
    }
  }

  /** Welford 1962, "Note on a method for calculating corrected sums of squares and products". */
  static void moments(long[] cells, int at, int[] offsets, double[] values, int rows) {
    for (int i = 0; i < rows; i++) {
      int cell = offsets[i] + at;
      double value = values[i];
      long count = cells[cell] + 1;
      double mean = Double.longBitsToDouble(cells[cell + 1]);
      double delta = value - mean;
      mean += delta / count;
      cells[cell] = count;
      cells[cell + 1] = Double.doubleToRawLongBits(mean);
      cells[cell + 2] =
          Double.doubleToRawLongBits(
              Double.longBitsToDouble(cells[cell + 2]) + delta * (value - mean));
    }
  }

  /**
   * Merges pairs of groups: {@code into} at offset {@code intoAt[i]} becomes the merge of itself
   * and {@code from} at {@code fromAt[i]}.
   *
   * @param intoIsLeft whether {@code into} holds the earlier tasks
   */
  static void merge(
      AccumulatorKind kind,
      int at,
      long[] into,
      int[] intoAt,
      long[] from,
      int[] fromAt,
      int pairs,
      boolean intoIsLeft) {
    switch (kind) {
      case COUNT -> mergeCounts(at, into, intoAt, from, fromAt, pairs);
      case LONG_SUM -> mergeLongSums(at, into, intoAt, from, fromAt, pairs);
      case DOUBLE_SUM -> mergeDoubleSums(at, into, intoAt, from, fromAt, pairs);
      case MINIMUM -> mergeMinima(at, into, intoAt, from, fromAt, pairs);
      case MAXIMUM -> mergeMaxima(at, into, intoAt, from, fromAt, pairs);
      case MOMENTS -> mergeMoments(at, into, intoAt, from, fromAt, pairs, intoIsLeft);
    }
  }

  private static void mergeCounts(
      int at, long[] into, int[] intoAt, long[] from, int[] fromAt, int pairs) {
    for (int i = 0; i < pairs; i++) {
      into[intoAt[i] + at] += from[fromAt[i] + at];
    }
  }

  private static void mergeLongSums(
      int at, long[] into, int[] intoAt, long[] from, int[] fromAt, int pairs) {
    for (int i = 0; i < pairs; i++) {
      int other = fromAt[i] + at;
      addTo(into, intoAt[i] + at, from[other], from[other + 1]);
    }
  }

  private static void mergeDoubleSums(
      int at, long[] into, int[] intoAt, long[] from, int[] fromAt, int pairs) {
    for (int i = 0; i < pairs; i++) {
      int cell = intoAt[i] + at;
      // Addition of two doubles commutes, so that left and right need no telling apart.
      double sum =
          Double.longBitsToDouble(into[cell]) + Double.longBitsToDouble(from[fromAt[i] + at]);
      into[cell] = Double.doubleToRawLongBits(sum);
    }
  }

  private static void mergeMinima(
      int at, long[] into, int[] intoAt, long[] from, int[] fromAt, int pairs) {
    for (int i = 0; i < pairs; i++) {
      int cell = intoAt[i] + at;
      into[cell] = Math.min(into[cell], from[fromAt[i] + at]);
    }
  }

  private static void mergeMaxima(
      int at, long[] into, int[] intoAt, long[] from, int[] fromAt, int pairs) {
    for (int i = 0; i < pairs; i++) {
      int cell = intoAt[i] + at;
      into[cell] = Math.max(into[cell], from[fromAt[i] + at]);
    }
  }

  /**
   * Chan, Golub and LeVeque 1983, "Algorithms for computing the sample variance", equations 2.1:
   * pairwise combination of (count, mean, squared deviations). A side without values leaves the
   * other as it is.
   */
  private static void mergeMoments(
      int at, long[] into, int[] intoAt, long[] from, int[] fromAt, int pairs, boolean intoIsLeft) {
    for (int i = 0; i < pairs; i++) {
      int cell = intoAt[i] + at;
      int other = fromAt[i] + at;
      if (from[other] == 0) {
        continue;
      }
      if (into[cell] == 0) {
        System.arraycopy(from, other, into, cell, AccumulatorKind.MOMENTS.cells());
        continue;
      }
      long[] left = intoIsLeft ? into : from;
      long[] right = intoIsLeft ? from : into;
      int leftCell = intoIsLeft ? cell : other;
      int rightCell = intoIsLeft ? other : cell;
      double leftCount = left[leftCell];
      double rightCount = right[rightCell];
      double count = leftCount + rightCount;
      double leftMean = Double.longBitsToDouble(left[leftCell + 1]);
      double delta = Double.longBitsToDouble(right[rightCell + 1]) - leftMean;
      double mean = leftMean + delta * (rightCount / count);
      double squares =
          Double.longBitsToDouble(left[leftCell + 2])
              + Double.longBitsToDouble(right[rightCell + 2])
              + delta * delta * (leftCount * rightCount / count);
      into[cell] += from[other];
      into[cell + 1] = Double.doubleToRawLongBits(mean);
      into[cell + 2] = Double.doubleToRawLongBits(squares);
    }
  }

  private static void addTo(long[] cells, int cell, long low, long high) {
    long sum = cells[cell] + low;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    cells[cell] = sum;
    cells[cell + 1] += high + carry;
  }
}
