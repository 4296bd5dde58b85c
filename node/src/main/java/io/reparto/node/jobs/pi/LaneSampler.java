package io.reparto.node.jobs.pi;

/**
 * Points on {@link Lanes}: sample j of a task falls to lane j mod {@link Lanes#COUNT}. Lane i is
 * seeded from outputs 2i and 2i + 1 of the task's {@link SplitMix64}, lower half first.
 */
final class LaneSampler implements Sampler {
  private final int[] state = new int[Lanes.STATE_WORDS];

  @Override
  public void start(long jobSeed, int task) {
    seed(state, SplitMix64.ofTask(jobSeed, task));
  }

  static void seed(int[] state, SplitMix64 seeds) {
    for (int lane = 0; lane < Lanes.COUNT; lane++) {
      long lower = seeds.next();
      long upper = seeds.next();
      state[lane] = (int) lower;
      state[Lanes.COUNT + lane] = (int) (lower >>> 32);
      state[2 * Lanes.COUNT + lane] = (int) upper;
      state[3 * Lanes.COUNT + lane] = (int) (upper >>> 32);
    }
  }

  @Override
  public int countInside(int samples) {
    int inside = VectorSupport.fastest().countInside(state, samples / Lanes.COUNT);
    return inside + PlainLanes.countInside(state, samples % Lanes.COUNT, 1);
  }

  @Override
  public boolean lacksVectors() {
    return !VectorSupport.present();
  }
}
