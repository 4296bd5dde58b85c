package io.reparto.node.cluster.simulation;

import java.util.Arrays;
import java.util.Random;

/** How long each task takes and whether it fails at first; follows from the seed alone. */
final class TaskLengths {
  // Tasks draw from so many lengths: drawing each anew would take longer than all else.
  private static final int LENGTHS = 4096;

  private final long seed;
  private final double failing;
  private final long[] lengths;

  TaskLengths(Scale scale) {
    this.seed = scale.seed();
    this.failing = scale.failingTasks();
    var random = new Random(seed);
    double[] factors =
        random
            .doubles(LENGTHS)
            .map(any -> Math.exp(scale.spread() * random.nextGaussian()))
            .toArray();
    double mean = Arrays.stream(factors).average().orElseThrow();
    this.lengths =
        Arrays.stream(factors)
            .mapToLong(factor -> (long) (scale.meanTaskNanos() * factor / mean))
            .toArray();
  }

  /** On a worker of full speed. */
  long nanos(int task) {
    return lengths[(int) (mixed(task) & (LENGTHS - 1))];
  }

  /** Whether the first attempt fails. */
  boolean failsAtFirst(int task) {
    return failing > 0 && (mixed(task) >>> 12) * 0x1p-52 < failing;
  }

  /** The finalizer of Steele, Lea and Flood's SplitMix (OOPSLA 2014, figure 10). */
  private long mixed(int task) {
    long bits = seed + (task + 1) * 0x9E3779B97F4A7C15L;
    bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
    return bits ^ (bits >>> 31);
  }
}
