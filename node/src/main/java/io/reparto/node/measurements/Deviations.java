package io.reparto.node.measurements;

/**
 * Gaussian deviations with a standard deviation of ten degrees, in whole tenths of a degree, by
 * table: entry k is the quantile at (k + 1/2) / 65536, so a uniform 16-bit number picks one. The
 * largest is 4.3 standard deviations; the standard deviation over all entries is 10 degrees to
 * within a thousandth.
 */
final class Deviations {
  static final int SIZE = 1 << 16;

  private static final double SIGMA_TENTHS = 100;

  private Deviations() {}

  /**
   * The table, odd about its middle. Computed from {@link StrictMath} and plain arithmetic alone,
   * hence the same everywhere.
   */
  static short[] table() {
    short[] table = new short[SIZE];
    // Probability mass from the centre of the density to the upper edge of a tenth, by Simpson's
    // rule over that tenth; the error of one step is below 1e-14.
    double density = 1 / StrictMath.sqrt(2 * StrictMath.PI);
    double mass = 0.5;
    double lower = 0;
    int tenth = 0;
    double upper = 0.5 / SIGMA_TENTHS;
    mass += density * simpson(lower, upper);
    for (int index = SIZE / 2; index < SIZE; index++) {
      double quantile = (index + 0.5) / SIZE;
      while (quantile > mass) {
        tenth++;
        lower = upper;
        upper = (tenth + 0.5) / SIGMA_TENTHS;
        mass += density * simpson(lower, upper);
      }
      table[index] = (short) tenth;
      table[SIZE - 1 - index] = (short) -tenth;
    }
    return table;
  }

  private static double simpson(double from, double to) {
    return (to - from) / 6 * (bell(from) + 4 * bell((from + to) / 2) + bell(to));
  }

  private static double bell(double x) {
    return StrictMath.exp(-x * x / 2);
  }
}
