package io.reparto.node.lab.scaling;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresOptimizer;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.optim.nonlinear.vector.leastsquares.MultivariateJacobianFunction;
import org.hipparchus.util.Pair;

/**
 * A law fitted to observations by non-linear least squares (Levenberg and Marquardt). What is
 * squared are differences of logarithms: noise grows with the time that is measured, and so each
 * size counts alike.
 *
 * @param oneSeconds the time at size 1
 * @param parameters of the law; not necessarily in the range where they mean something
 * @param deviation of the observations from the law, as a share of what it says: 0.05 is 5 %
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LawFit(Law law, double oneSeconds, double[] parameters, double deviation) {
  private static final int MOST_STEPS = 2_000;

  /** A step that would make a time negative is taken for one that makes it this small. */
  private static final double LEAST_RELATIVE = 1e-9;

  /**
   * Fits.
   *
   * @throws IllegalStateException if no minimum is found
   */
  static LawFit of(Law law, List<Observation> observations) {
    List<Group> groups = Group.of(observations);
    double[] target = groups.stream().mapToDouble(each -> each.weight() * each.mean()).toArray();
    var start = new double[1 + law.parameters()];
    // As if everything were parallel.
    start[0] =
        groups.stream()
            .mapToDouble(each -> each.mean() + Math.log(each.size()))
            .average()
            .orElseThrow();
    try {
      LeastSquaresOptimizer.Optimum optimum =
          new LevenbergMarquardtOptimizer()
              .optimize(
                  new LeastSquaresBuilder()
                      .model(model(law, groups))
                      .target(target)
                      .start(start)
                      .maxEvaluations(MOST_STEPS)
                      .maxIterations(MOST_STEPS)
                      .build());
      double[] found = optimum.getPoint().toArray();
      double[] parameters = Arrays.copyOfRange(found, 1, found.length);
      return new LawFit(
          law, Math.exp(found[0]), parameters, deviation(law, found[0], parameters, observations));
    } catch (MathRuntimeException e) {
      throw new IllegalStateException("no minimum found: law=" + law + ", " + e.getMessage(), e);
    }
  }

  /**
   * The runs of one size. Their mean, weighted by how many there are, has the same minimum as all
   * of them, and takes less time.
   *
   * @param mean of the logarithms
   * @param weight of the mean's difference, before it is squared
   */
  private record Group(int size, double mean, double weight) {
    static List<Group> of(List<Observation> observations) {
      return observations.stream()
          .collect(Collectors.groupingBy(Observation::size, TreeMap::new, Collectors.toList()))
          .entrySet()
          .stream()
          .map(
              entry ->
                  new Group(
                      entry.getKey(),
                      entry.getValue().stream()
                          .mapToDouble(each -> Math.log(each.seconds()))
                          .average()
                          .orElseThrow(),
                      Math.sqrt(entry.getValue().size())))
          .toList();
    }
  }

  static double deviation(
      Law law, double logOneSeconds, double[] parameters, List<Observation> observations) {
    double squares = 0;
    for (Observation each : observations) {
      double difference =
          Math.log(each.seconds())
              - logOneSeconds
              - Math.log(Math.max(LEAST_RELATIVE, law.relativeSeconds(each.size(), parameters)));
      squares += difference * difference;
    }
    return Math.sqrt(squares / observations.size());
  }

  private static MultivariateJacobianFunction model(Law law, List<Group> groups) {
    return point -> {
      double[] parameters = point.getSubVector(1, law.parameters()).toArray();
      var values = new double[groups.size()];
      var jacobian = new double[groups.size()][1 + law.parameters()];
      for (int row = 0; row < values.length; row++) {
        int size = groups.get(row).size();
        double weight = groups.get(row).weight();
        double relative = law.relativeSeconds(size, parameters);
        values[row] = weight * (point.getEntry(0) + Math.log(Math.max(LEAST_RELATIVE, relative)));
        jacobian[row][0] = weight;
        double[] slopes = law.slopes(size, parameters);
        for (int column = 0; column < slopes.length; column++) {
          double slope = relative > LEAST_RELATIVE ? slopes[column] / relative : slopes[column];
          jacobian[row][1 + column] = weight * slope;
        }
      }
      return new Pair<RealVector, RealMatrix>(
          new ArrayRealVector(values, false), new Array2DRowRealMatrix(jacobian, false));
    };
  }
}
