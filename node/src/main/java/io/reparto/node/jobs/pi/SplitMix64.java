package io.reparto.node.jobs.pi;

/**
 * Seeds the generators. SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014, with Stafford's variant 13 of the mixer) is a bijection of a counter
 * that grows by the golden gamma; Vigna recommends it for seeding xoshiro
 * (https://prng.di.unimi.it, "we suggest to use SplitMix64 to initialize the state").
 *
 * <p>All tasks of a job read one sequence, begun at the mixed job seed: task i reads the {@link
 * #WORDS_PER_TASK} outputs from i × {@link #WORDS_PER_TASK} on. A bijection gives no output twice,
 * so no two states seeded from different outputs are equal, and none is all zeros. Not thread-safe.
 */
final class SplitMix64 {

  /** Most outputs a task may take. */
  static final int WORDS_PER_TASK = 64;

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long counter;

  private SplitMix64(long counter) {
    this.counter = counter;
  }

  /** The sequence begun at {@code seed}. */
  static SplitMix64 from(long seed) {
    return new SplitMix64(seed);
  }

  /** The outputs that belong to one task of a job. */
  static SplitMix64 ofTask(long jobSeed, int task) {
    return new SplitMix64(mix(jobSeed) + GOLDEN_GAMMA * ((long) task * WORDS_PER_TASK));
  }

  long next() {
    counter += GOLDEN_GAMMA;
    return mix(counter);
  }

  private static long mix(long value) {
    value = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    value = (value ^ (value >>> 27)) * 0x94D049BB133111EBL;
    return value ^ (value >>> 31);
  }
}
