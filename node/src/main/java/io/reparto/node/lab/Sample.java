package io.reparto.node.lab;

import java.util.Arrays;
import java.util.Collection;

/** Measured values of one quantity, at least one. Immutable. */
public final class Sample {
  private final double[] sorted;

  /**
   * A sample.
   *
   * @throws IllegalArgumentException if there is no value, or one that is no number
   */
  public Sample(Collection<Double> values) {
    sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0 || Arrays.stream(sorted).anyMatch(value -> !Double.isFinite(value))) {
      throw new IllegalArgumentException("no sample: values=" + values);
    }
  }

  public int size() {
    return sorted.length;
  }

  public double least() {
    return sorted[0];
  }

  public double most() {
    return sorted[sorted.length - 1];
  }

  /** The one in the middle, of an even number the mean of the two. */
  public double median() {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  public double mean() {
    return Arrays.stream(sorted).sum() / sorted.length;
  }

  /**
   * The standard deviation of what the values are a sample of (n - 1); NaN of a single value.
   * Python's {@code %timeit} divides by n and so tells a little less.
   */
  public double deviation() {
    double mean = mean();
    double squares = Arrays.stream(sorted).map(value -> (value - mean) * (value - mean)).sum();
    return sorted.length == 1 ? Double.NaN : Math.sqrt(squares / (sorted.length - 1));
  }

  /**
   * The value that a share of the values is below, between neighbours by straight lines.
   *
   * @param share 0 to 1
   */
  public double quantile(double share) {
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
