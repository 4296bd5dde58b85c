package io.reparto.node.jobs.pi;

/**
 * An array at a time, as a NumPy user writes it: fill x and y, square each, add, compare, count,
 * every operation a pass over whole columns. Same points, same arithmetic and therefore same counts
 * as {@link ScalarSampler}; only the memory traffic differs.
 */
final class ColumnSampler implements Sampler {
  private final Xoshiro256Plus generator = new Xoshiro256Plus();
  private final double[] x = new double[GRANULE];
  private final double[] y = new double[GRANULE];
  private final double[] squaredDistance = new double[GRANULE];
  private final boolean[] isInside = new boolean[GRANULE];

  @Override
  public void start(long jobSeed, int task) {
    generator.seed(SplitMix64.ofTask(jobSeed, task));
  }

  @Override
  public int countInside(int samples) {
    int inside = 0;
    for (int done = 0; done < samples; done += GRANULE) {
      int rows = Math.min(GRANULE, samples - done);
      generator.fillPairs(x, y, rows);
      square(x, rows);
      square(y, rows);
      add(x, y, squaredDistance, rows);
      compareWithOne(squaredDistance, isInside, rows);
      inside += count(isInside, rows);
    }
    return inside;
  }

  private static void square(double[] column, int rows) {
    for (int row = 0; row < rows; row++) {
      column[row] *= column[row];
    }
  }

  private static void add(double[] left, double[] right, double[] sum, int rows) {
    for (int row = 0; row < rows; row++) {
      sum[row] = left[row] + right[row];
    }
  }

  private static void compareWithOne(double[] column, boolean[] isBelow, int rows) {
    for (int row = 0; row < rows; row++) {
      isBelow[row] = column[row] < 1;
    }
  }

  private static int count(boolean[] column, int rows) {
    int count = 0;
    for (int row = 0; row < rows; row++) {
      count += column[row] ? 1 : 0;
    }
    return count;
  }
}
