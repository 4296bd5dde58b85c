package io.reparto.node.lab.scaling;

import java.util.Arrays;
import java.util.List;

/**
 * Amdahl's law, or Gustafson's where the work grows with the size.
 *
 * @param share that is serial, 0 to 1
 * @param oneSeconds the time at size 1
 * @param deviation of the observations, as a share of what the law says
 */
public record SerialShare(Law law, double oneSeconds, double share, double deviation) {

  /** Fits it; a share outside of 0 to 1 is taken for the nearest that it can be. */
  static SerialShare fit(Law law, List<Observation> observations) {
    LawFit fit = LawFit.of(law, observations);
    double share = fit.parameters()[0];
    if (share >= 0 && share <= 1) {
      return new SerialShare(law, fit.oneSeconds(), share, fit.deviation());
    }
    return onBorder(law, share < 0 ? 0 : 1, observations);
  }

  /** What is left to find is the time at size 1, which is a mean. */
  private static SerialShare onBorder(Law law, double share, List<Observation> observations) {
    double[] differences =
        observations.stream()
            .mapToDouble(
                each ->
                    Math.log(each.seconds())
                        - Math.log(law.relativeSeconds(each.size(), new double[] {share})))
            .toArray();
    double log = Arrays.stream(differences).average().orElseThrow();
    double deviation = LawFit.deviation(law, log, new double[] {share}, observations);
    return new SerialShare(law, Math.exp(log), share, deviation);
  }

  /** How many times as fast as size 1. */
  public double speedup(double size) {
    return 1 / law.relativeSeconds(size, new double[] {share});
  }

  /** {@code Amdahl} or {@code Gustafson}. */
  public String name() {
    return law == Law.AMDAHL ? "Amdahl" : "Gustafson";
  }
}
