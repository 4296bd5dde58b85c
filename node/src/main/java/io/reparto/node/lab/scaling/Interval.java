package io.reparto.node.lab.scaling;

import io.reparto.node.lab.Sample;

/** A value and the bounds between which 95 % of the resampled ones lie. */
public record Interval(double value, double low, double high) {
  private static final double TAIL = 0.025;

  /** The interval of a bootstrap. */
  static Interval of(double value, Sample resampled) {
    return new Interval(value, resampled.quantile(TAIL), resampled.quantile(1 - TAIL));
  }
}
