package io.reparto.node.lab.scaling;

import io.reparto.node.lab.Rounding;
import io.reparto.protocol.text.NumberText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a result says, in lines for people. */
public final class Findings {
  private static final MathContext THREE_DIGITS = new MathContext(3);
  private static final double FAR = 1.0;

  private final ScalingResult result;
  private final List<String> lines = new ArrayList<>();

  private Findings(ScalingResult result) {
    this.result = result;
  }

  /** The laws, or why there are none. */
  public static List<String> of(ScalingResult result) {
    var findings = new Findings(result);
    if (result.fit().isPresent()) {
      findings.addLaws(result.fit().get());
    } else {
      findings.lines.add("no law is fitted: " + result.refusal());
    }
    return findings.lines;
  }

  /** What one should know to read it. */
  public static List<String> remarks(ScalingResult result) {
    var findings = new Findings(result);
    result.setup().warning(result.largest()).ifPresent(findings.lines::add);
    if (result.setup().weak()) {
      findings.lines.add(
          "weak scaling: size n has n times the work of size 1; speedup is that of the work done in"
              + " a second");
    }
    if (result.smallest() > 1) {
      findings.lines.add(
          "size 1 was not measured: size "
              + result.smallest()
              + " is taken to be "
              + result.smallest()
              + " times as fast");
    }
    if (!result.alternates()) {
      findings.lines.add(
          "the sizes' runs did not alternate: what else changed with time looks like an effect of"
              + " size");
    }
    result.fit().ifPresent(findings::addDoubts);
    return findings.lines;
  }

  private void addLaws(ScalingFit fit) {
    SerialShare serial = fit.serial();
    String limit =
        serial.law() == Law.AMDAHL && serial.share() > 0
            ? ", so never more than " + digits(1 / serial.share()) + " times as fast"
            : "";
    lines.add(
        serial.name()
            + ": serial fraction "
            + interval(fit.serialShare())
            + limit
            + "; off by "
            + percent(serial.deviation()));
    lines.add(
        "Universal Scalability Law: contention sigma "
            + interval(fit.sigma())
            + ", coherency kappa "
            + interval(fit.kappa())
            + "; off by "
            + percent(fit.usl().deviation()));
    Optional<Interval> peak = fit.peak();
    if (peak.isEmpty()) {
      lines.add("predicted peak: none, each further one helps");
      return;
    }
    double at = peak.get().value();
    lines.add(
        "predicted peak: "
            + interval(peak.get())
            + " "
            + result.setup().unit()
            + ", "
            + digits(fit.usl().speedup(at))
            + " times as fast as one"
            + (at > result.largest() * FAR ? "; beyond what was measured, so a guess" : ""));
  }

  private void addDoubts(ScalingFit fit) {
    if (fit.sigma().value() == 0 && fit.kappa().value() == 0) {
      lines.add("it scales as well as the law allows, or better: both parameters are 0");
    }
    if (fit.usl().deviation() > fit.serial().deviation() * 0.9 && fit.kappa().low() == 0) {
      lines.add(
          "coherency may be 0: "
              + fit.serial().name()
              + "'s law, with a parameter less, says as much");
    }
    lines.add(
        "bands are of 95 %, from resampled runs: what noise does, not whether the law is right");
  }

  static String interval(Interval interval) {
    return digits(interval.value())
        + " ("
        + digits(interval.low())
        + " to "
        + (Double.isInfinite(interval.high()) ? "without bound" : digits(interval.high()))
        + ")";
  }

  static String digits(double value) {
    return new BigDecimal(value).round(THREE_DIGITS).stripTrailingZeros().toPlainString();
  }

  private static String percent(double share) {
    return NumberText.of(Rounding.of(Math.round(1000 * share) / 10.0)) + " %";
  }
}
