package io.reparto.node.jobs.pi;

/**
 * The lane algorithm behind {@code --kernel simd}: {@link #COUNT} independent xoshiro128+
 * generators side by side, whatever the hardware's vectors hold. Every implementation counts the
 * same to the last bit, so which of them runs is a matter of speed alone.
 *
 * <p><b>State</b> is one array of {@link #STATE_WORDS} ints: word k (0 to 3) of lane i is at k ×
 * {@link #COUNT} + i.
 *
 * <p><b>Generator</b>: xoshiro128+ of Blackman and Vigna ("Scrambled linear pseudorandom number
 * generators", ACM Transactions on Mathematical Software 47(4), 2021; step and constants 9 and 11):
 * 128 bits of state a lane, period 2^128 − 1, one 32-bit output a step. Its lowest bits fail tests
 * of linearity; here they decide nothing, for an output is a signed coordinate whose upper 24
 * significant bits count.
 *
 * <p><b>A point</b> of a lane takes two steps, x before y. Both outputs, read as signed ints, are
 * rounded to the nearest float, which gives coordinates in [-2^31, 2^31]; the point is inside if x²
 * &lt; 2^62 − y², where the right side is computed in float arithmetic (y² rounded, then the
 * difference rounded) and the left side and the comparison are exact: a fused multiply-add whose
 * sign is taken, or doubles. Rounding x², too, would make about 1e-7 of the points fall on the
 * circle itself and bias π by -6e-8; so would rounding x² + y².
 *
 * <p><b>Bias</b> of the discretisation, counted over all 2^64 points by {@code LatticeTest}:
 * -7.7e-10 of π, a twentieth of the standard error of the largest job.
 *
 * <p><b>Streams</b> don't overlap in practice: n = 2^35 lanes at most (2^30 tasks) of L = 2^19
 * outputs each overlap somewhere in the period P = 2^128 with a probability of at most n² L / P =
 * 2^-39 (Vigna, https://prng.di.unimi.it, remarks on overlap); for a job of 10^12 samples 2^-65.
 */
interface Lanes {

  int COUNT = 32;

  int STATE_WORDS = 4 * COUNT;

  /** Square of the circle's radius 2^31. */
  float RADIUS_SQUARED = 0x1p62f;

  /**
   * Draws {@code steps} points on every lane.
   *
   * @param state advanced by {@code 2 * steps} outputs a lane
   * @param steps from 0 to 2^25
   * @return how many of the {@code COUNT * steps} points are inside
   */
  int countInside(int[] state, int steps);
}
