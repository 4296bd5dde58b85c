package io.reparto.node.lab.scaling;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The Universal Scalability Law with its parameters.
 *
 * @param oneSeconds the time at size 1
 * @param sigma contention, at least 0
 * @param kappa coherency, at least 0
 * @param deviation of the observations, as a share
 */
public record Usl(double oneSeconds, double sigma, double kappa, double deviation) {

  /**
   * Fits it. Where the best parameters would be negative, which no contention is (but caches may
   * look like it), the best that are not.
   */
  static Usl fit(List<Observation> observations) {
    LawFit both = LawFit.of(Law.USL, observations);
    double sigma = both.parameters()[0];
    double kappa = both.parameters()[1];
    if (sigma >= 0 && kappa >= 0) {
      return new Usl(both.oneSeconds(), sigma, kappa, both.deviation());
    }
    // The minimum is on the border: without coherency, or without contention.
    SerialShare contention = SerialShare.fit(Law.AMDAHL, observations);
    var without = new Usl(contention.oneSeconds(), contention.share(), 0, contention.deviation());
    LawFit coherency = LawFit.of(Law.COHERENCY_ONLY, observations);
    if (coherency.parameters()[0] < 0 || coherency.deviation() >= without.deviation()) {
      return without;
    }
    return new Usl(coherency.oneSeconds(), 0, coherency.parameters()[0], coherency.deviation());
  }

  /** How many times as fast as size 1. */
  public double speedup(double size) {
    return 1 / Law.USL.relativeSeconds(size, new double[] {sigma, kappa});
  }

  /** Where the speed-up is the largest; empty if it grows for ever. */
  public OptionalDouble peak() {
    return kappa > 0
        ? OptionalDouble.of(Math.max(1, Math.sqrt(Math.max(0, 1 - sigma) / kappa)))
        : OptionalDouble.empty();
  }
}
