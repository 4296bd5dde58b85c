package io.reparto.node.lab.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Draws new sets of observations from those measured, with replacement and as many of each size
 * (Efron 1979, stratified). Few runs of a size differ from their own mean less than from the true
 * one, so their distances from it are stretched by sqrt(n / (n - 1)) before (Davison and Hinkley
 * 1997). Says how far noise between runs moves a result, not whether a law is the right one.
 * Seeded: the same observations give the same draws.
 */
final class Bootstrap {
  private static final long SEED = 1;

  private Bootstrap() {}

  /** What a function makes of each draw; those on which it fails are left out. */
  static <T> List<T> of(
      List<Observation> observations, int draws, Function<List<Observation>, T> statistic) {
    var bySize = new TreeMap<Integer, List<Observation>>();
    observations.forEach(
        each -> bySize.computeIfAbsent(each.size(), size -> new ArrayList<>()).add(each));
    bySize.replaceAll((size, runs) -> stretched(runs));
    var random = new Random(SEED);
    var results = new ArrayList<T>();
    for (int draw = 0; draw < draws; draw++) {
      List<Observation> drawn = draw(bySize, random);
      try {
        results.add(statistic.apply(drawn));
      } catch (IllegalStateException e) {
        // no minimum
      }
    }
    return results;
  }

  private static List<Observation> stretched(List<Observation> runs) {
    int count = runs.size();
    double factor = count == 1 ? 1 : Math.sqrt(count / (count - 1.0));
    double mean =
        runs.stream().mapToDouble(each -> Math.log(each.seconds())).average().orElseThrow();
    return runs.stream()
        .map(
            each ->
                new Observation(
                    each.size(), Math.exp(mean + factor * (Math.log(each.seconds()) - mean))))
        .toList();
  }

  private static List<Observation> draw(Map<Integer, List<Observation>> bySize, Random random) {
    var drawn = new ArrayList<Observation>();
    bySize
        .values()
        .forEach(
            all -> {
              for (int each = 0; each < all.size(); each++) {
                drawn.add(all.get(random.nextInt(all.size())));
              }
            });
    return drawn;
  }
}
