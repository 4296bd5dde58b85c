package io.reparto.node.lab.scaling;

import io.reparto.node.lab.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of an experiment.
 *
 * @param runs in the order in which they were run
 * @param rows one for each size, the smallest first
 * @param fit of the laws; empty if refused
 * @param refusal why there is no fit; empty if there is
 */
public record ScalingResult(
    ScalingSetup setup,
    List<ScalingRun> runs,
    List<Row> rows,
    Optional<ScalingFit> fit,
    String refusal) {

  private static final int DRAWS = 1_000;

  /**
   * The runs of one size.
   *
   * @param wall of them, in seconds
   * @param speedup against size 1, by medians; in weak scaling the work done in a second. Where the
   *     smallest size is another, it is taken to be as many times as fast as one
   */
  public record Row(int size, Sample wall, Interval speedup) {
    /** Speed-up by size: 1 is perfect. */
    public double efficiency() {
      return speedup.value() / size;
    }
  }

  /** Sums up runs, at least one. */
  public static ScalingResult of(ScalingSetup setup, List<ScalingRun> runs) {
    List<Observation> observations =
        runs.stream().map(run -> run.observation(setup.weak())).toList();
    Optional<ScalingFit> fit = Optional.empty();
    String refusal = "";
    try {
      fit = Optional.of(ScalingFit.of(observations, setup.weak()));
    } catch (ScalingFit.RefusedException e) {
      refusal = e.getMessage();
    }
    return new ScalingResult(setup, List.copyOf(runs), rows(runs, observations), fit, refusal);
  }

  private static List<Row> rows(List<ScalingRun> runs, List<Observation> observations) {
    Map<Integer, Double> measured = speedups(observations);
    List<Map<Integer, Double>> drawn = Bootstrap.of(observations, DRAWS, ScalingResult::speedups);
    Map<Integer, List<Double>> walls =
        runs.stream()
            .collect(
                Collectors.groupingBy(
                    ScalingRun::size,
                    TreeMap::new,
                    Collectors.mapping(ScalingRun::wall, Collectors.toList())));
    var rows = new ArrayList<Row>();
    walls.forEach(
        (size, wall) ->
            rows.add(
                new Row(
                    size,
                    new Sample(wall),
                    Interval.of(
                        measured.get(size),
                        new Sample(drawn.stream().map(each -> each.get(size)).toList())))));
    return rows;
  }

  private static Map<Integer, Double> speedups(List<Observation> observations) {
    TreeMap<Integer, Double> medians =
        observations.stream()
            .collect(
                Collectors.groupingBy(
                    Observation::size,
                    TreeMap::new,
                    Collectors.collectingAndThen(
                        Collectors.mapping(Observation::seconds, Collectors.toList()),
                        seconds -> new Sample(seconds).median())));
    double one = medians.firstEntry().getValue() * medians.firstKey();
    medians.replaceAll((size, median) -> one / median);
    return medians;
  }

  /** The smallest size that was measured. */
  public int smallest() {
    return rows.get(0).size();
  }

  /** The largest size that was measured. */
  public int largest() {
    return rows.get(rows.size() - 1).size();
  }

  /** Whether runs of one size came between those of another, where a size has several. */
  public boolean alternates() {
    int changes = 0;
    for (int run = 1; run < runs.size(); run++) {
      changes += runs.get(run).size() == runs.get(run - 1).size() ? 0 : 1;
    }
    return rows.size() == 1 || runs.size() == rows.size() || changes >= rows.size();
  }

  /** The digests of the answers: one, but in weak scaling one for each size. */
  public List<String> digests() {
    return runs.stream().map(ScalingRun::digest).distinct().toList();
  }
}
