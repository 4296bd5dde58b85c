package io.reparto.node.jobs.pi;

/** The lanes one after the other in plain Java; runs everywhere and needs no warm-up. Stateless. */
final class PlainLanes implements Lanes {

  @Override
  public int countInside(int[] state, int steps) {
    return countInside(state, COUNT, steps);
  }

  /** Draws {@code steps} points on each of the first {@code lanes} lanes. */
  static int countInside(int[] state, int lanes, int steps) {
    int inside = 0;
    for (int lane = 0; lane < lanes; lane++) {
      inside += countInsideOfLane(state, lane, steps);
    }
    return inside;
  }

  private static int countInsideOfLane(int[] state, int lane, int steps) {
    int word0 = state[lane];
    int word1 = state[COUNT + lane];
    int word2 = state[2 * COUNT + lane];
    int word3 = state[3 * COUNT + lane];
    int inside = 0;
    for (int step = 0; step < steps; step++) {
      float x = word0 + word3;
      int shifted = word1 << 9;
      word2 ^= word0;
      word3 ^= word1;
      word1 ^= word2;
      word0 ^= word3;
      word2 ^= shifted;
      word3 = Integer.rotateLeft(word3, 11);

      float y = word0 + word3;
      shifted = word1 << 9;
      word2 ^= word0;
      word3 ^= word1;
      word1 ^= word2;
      word0 ^= word3;
      word2 ^= shifted;
      word3 = Integer.rotateLeft(word3, 11);

      if (isInside(x, y)) {
        inside++;
      }
    }
    state[lane] = word0;
    state[COUNT + lane] = word1;
    state[2 * COUNT + lane] = word2;
    state[3 * COUNT + lane] = word3;
    return inside;
  }

  static boolean isInside(float x, float y) {
    return (double) x * x < RADIUS_SQUARED - y * y; // a product of two floats is exact in double
  }
}
