package io.reparto.node.jobs.pi;

/**
 * One sample after the other, in doubles: the plain loop. Points are uniform over the unit square's
 * lattice of multiples of 2^-53 in [0, 1)², from one {@link Xoshiro256Plus} a task, x drawn before
 * y; a point is inside if x·x + y·y &lt; 1.
 *
 * <p><b>Streams</b> don't overlap in practice: a job has at most n = 2^30 tasks, each takes at most
 * L = 2^24 outputs of the period P = 2^256, and n random starts overlap with a probability of at
 * most n² L / P = 2^-172 (Vigna, https://prng.di.unimi.it, "Remarks on a long-standing discussion
 * about overlapping").
 *
 * <p><b>Bias</b> of the discretisation: a monotone curve cuts at most 2·2^53 of the 2^106 lattice
 * cells, so counting cells by their corner changes the estimate of π by at most 4·2·2^-53 = 9e-16;
 * rounding of the sum moves the circle's square radius by at most 2^-53, which adds 4e-16.
 */
final class ScalarSampler implements Sampler {
  private final Xoshiro256Plus generator = new Xoshiro256Plus();

  @Override
  public void start(long jobSeed, int task) {
    generator.seed(SplitMix64.ofTask(jobSeed, task));
  }

  @Override
  public int countInside(int samples) {
    int inside = 0;
    for (int sample = 0; sample < samples; sample++) {
      double x = generator.nextDouble();
      double y = generator.nextDouble();
      inside += x * x + y * y < 1 ? 1 : 0;
    }
    return inside;
  }
}
