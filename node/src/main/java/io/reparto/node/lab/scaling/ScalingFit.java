package io.reparto.node.lab.scaling;

import io.reparto.node.lab.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Both laws fitted to what was measured, with 95 % confidence bands by bootstrap.
 *
 * @param serial Amdahl's law, or Gustafson's in weak scaling
 * @param serialShare with its bounds
 * @param sigma contention, with its bounds
 * @param kappa coherency, with its bounds
 * @param drawn the second law, fitted to each draw
 */
public record ScalingFit(
    SerialShare serial,
    Interval serialShare,
    Usl usl,
    Interval sigma,
    Interval kappa,
    List<Usl> drawn) {
  public static final int LEAST_SIZES = 4;
  public static final int LEAST_RUNS = 3;
  private static final int DRAWS = 1_000;
  private static final double MOST_TAIL = 0.025;

  /** Why nothing was fitted, in words for the user. */
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * Fits.
   *
   * @param weak whether the work grew with the size
   * @throws RefusedException if the observations can't tell anything about a law
   */
  public static ScalingFit of(List<Observation> observations, boolean weak)
      throws RefusedException {
    return of(observations, weak, DRAWS);
  }

  static ScalingFit of(List<Observation> observations, boolean weak, int draws)
      throws RefusedException {
    requireEnough(observations);
    requireEffect(observations);
    Law law = weak ? Law.GUSTAFSON : Law.AMDAHL;
    SerialShare serial;
    Usl usl;
    try {
      serial = SerialShare.fit(law, observations);
      usl = Usl.fit(observations);
    } catch (IllegalStateException e) {
      throw new RefusedException(e.getMessage());
    }
    List<Double> shares =
        Bootstrap.of(observations, draws, each -> SerialShare.fit(law, each).share());
    List<Usl> drawn = Bootstrap.of(observations, draws, Usl::fit);
    if (shares.isEmpty() || drawn.isEmpty()) {
      throw new RefusedException("no minimum found in any resampled set of runs");
    }
    return new ScalingFit(
        serial,
        Interval.of(serial.share(), new Sample(shares)),
        usl,
        interval(usl, drawn, Usl::sigma),
        interval(usl, drawn, Usl::kappa),
        drawn);
  }

  private static Interval interval(Usl best, List<Usl> drawn, ToDoubleFunction<Usl> value) {
    return Interval.of(
        value.applyAsDouble(best), new Sample(drawn.stream().map(value::applyAsDouble).toList()));
  }

  private static Map<Integer, List<Double>> bySize(List<Observation> observations) {
    return observations.stream()
        .collect(
            Collectors.groupingBy(
                Observation::size,
                TreeMap::new,
                Collectors.mapping(Observation::seconds, Collectors.toList())));
  }

  private static void requireEnough(List<Observation> observations) throws RefusedException {
    Map<Integer, List<Double>> bySize = bySize(observations);
    if (bySize.size() < LEAST_SIZES) {
      throw new RefusedException(
          "a fit needs at least "
              + LEAST_SIZES
              + " sizes, for two parameters and a time: given="
              + bySize.keySet());
    }
    if (bySize.values().stream().anyMatch(runs -> runs.size() < LEAST_RUNS)) {
      throw new RefusedException(
          "a fit needs at least "
              + LEAST_RUNS
              + " runs of each size, to tell noise from effect: give --repeats more");
    }
  }

  /**
   * The effect is how far the sizes' medians are apart, the noise how far two runs of one size are
   * (95 % of pairs), both as factors.
   */
  private static void requireEffect(List<Observation> observations) throws RefusedException {
    var medians = new ArrayList<Double>();
    double squares = 0;
    int degrees = 0;
    for (List<Double> runs : bySize(observations).values()) {
      var logs = new Sample(runs.stream().map(Math::log).toList());
      medians.add(logs.median());
      squares += logs.deviation() * logs.deviation() * (runs.size() - 1);
      degrees += runs.size() - 1;
    }
    double noise = 1.96 * Math.sqrt(2 * squares / degrees);
    var spread = new Sample(medians);
    double effect = spread.most() - spread.least();
    if (noise >= effect) {
      throw new RefusedException(
          String.format(
              Locale.ROOT,
              "the noise exceeds the effect: two runs of one size differ by up to a factor of %.2f,"
                  + " the sizes' medians by %.2f; run longer jobs, more --repeats, or on a machine"
                  + " with less to do",
              Math.exp(noise),
              Math.exp(effect)));
    }
  }

  /** The law's speed-up at a size, with its bounds. */
  public Interval speedup(double size) {
    return Interval.of(
        usl.speedup(size), new Sample(drawn.stream().map(each -> each.speedup(size)).toList()));
  }

  /**
   * Where the speed-up is the largest, with its bounds; the upper one is infinite if more than 2.5
   * % of the draws have no peak. Empty if the law has none.
   */
  public Optional<Interval> peak() {
    if (usl.peak().isEmpty()) {
      return Optional.empty();
    }
    List<Double> peaks =
        drawn.stream()
            .map(Usl::peak)
            .filter(OptionalDouble::isPresent)
            .map(OptionalDouble::getAsDouble)
            .toList();
    if (peaks.isEmpty()) {
      return Optional.empty();
    }
    boolean isBounded = peaks.size() >= (1 - MOST_TAIL) * drawn.size();
    Interval ofThose = Interval.of(usl.peak().getAsDouble(), new Sample(peaks));
    return Optional.of(
        isBounded
            ? ofThose
            : new Interval(ofThose.value(), ofThose.low(), Double.POSITIVE_INFINITY));
  }
}
