package io.reparto.node.lab.scaling;

import io.reparto.node.lab.Machine;
import io.reparto.protocol.api.ApiJson;
import java.util.List;
import java.util.Map;

/**
 * A result as JSON; what does not exist is null.
 *
 * @param scaling {@code strong} or {@code weak}
 * @param unit what a size counts
 * @param digests of the answers
 * @param laws null if refused
 * @param refusal why; null if there are laws
 */
public record ScalingJson(
    String job,
    Map<String, List<String>> arguments,
    String command,
    Machine machine,
    String scaling,
    String unit,
    List<SizeJson> sizes,
    LawsJson laws,
    String refusal,
    List<String> findings,
    List<String> remarks,
    List<String> digests) {

  /** One size; times in seconds. */
  record SizeJson(
      int size,
      int runs,
      double median,
      double mean,
      Double sigma,
      double min,
      double max,
      BandJson speedup,
      double efficiency) {}

  /** A value and its 95 % band; an upper bound that is null does not exist. */
  record BandJson(double value, double low, Double high) {
    static BandJson of(Interval interval) {
      return new BandJson(
          interval.value(),
          interval.low(),
          Double.isFinite(interval.high()) ? interval.high() : null);
    }
  }

  /**
   * What was fitted.
   *
   * @param serialLaw Amdahl or Gustafson
   * @param peak null if there is none
   */
  record LawsJson(
      String serialLaw,
      BandJson serialFraction,
      double serialDeviation,
      BandJson sigma,
      BandJson kappa,
      double uslDeviation,
      BandJson peak) {
    static LawsJson of(ScalingFit fit) {
      return new LawsJson(
          fit.serial().name(),
          BandJson.of(fit.serialShare()),
          fit.serial().deviation(),
          BandJson.of(fit.sigma()),
          BandJson.of(fit.kappa()),
          fit.usl().deviation(),
          fit.peak().map(BandJson::of).orElse(null));
    }
  }

  static ScalingJson of(ScalingResult result) {
    ScalingSetup setup = result.setup();
    return new ScalingJson(
        setup.spec().job(),
        setup.spec().arguments(),
        setup.command(),
        setup.machine(),
        setup.weak() ? "weak" : "strong",
        setup.unit(),
        result.rows().stream()
            .map(
                row ->
                    new SizeJson(
                        row.size(),
                        row.wall().size(),
                        row.wall().median(),
                        row.wall().mean(),
                        row.wall().size() > 1 ? row.wall().deviation() : null,
                        row.wall().least(),
                        row.wall().most(),
                        BandJson.of(row.speedup()),
                        row.efficiency()))
            .toList(),
        result.fit().map(LawsJson::of).orElse(null),
        result.fit().isPresent() ? null : result.refusal(),
        Findings.of(result),
        Findings.remarks(result),
        result.digests());
  }

  /** The document of a result, for people to read as well. */
  public static String text(ScalingResult result) {
    return ApiJson.prettyText(of(result)) + "\n";
  }
}
