package io.reparto.node.jobs.pi;

/**
 * The generator xoshiro256+ of Blackman and Vigna ("Scrambled linear pseudorandom number
 * generators", ACM Transactions on Mathematical Software 47(4), 2021): 256 bits of state, period
 * 2^256 − 1, one 64-bit output a step. Its authors recommend it for doubles, which take the upper
 * 53 bits: the lowest bits alone fail tests of linearity. Not thread-safe.
 */
final class Xoshiro256Plus {
  private static final double LATTICE_STEP = 0x1p-53;

  private long word0;
  private long word1;
  private long word2;
  private long word3;

  /** Takes four outputs of {@code seeds} as its state. */
  void seed(SplitMix64 seeds) {
    seed(seeds.next(), seeds.next(), seeds.next(), seeds.next());
  }

  /** Takes the four words of a state, not all of them 0. */
  void seed(long first, long second, long third, long fourth) {
    word0 = first;
    word1 = second;
    word2 = third;
    word3 = fourth;
  }

  long next() {
    long output = word0 + word3;
    long shifted = word1 << 17;
    word2 ^= word0;
    word3 ^= word1;
    word1 ^= word2;
    word0 ^= word3;
    word2 ^= shifted;
    word3 = Long.rotateLeft(word3, 45);
    return output;
  }

  /** The next double in [0, 1): a multiple of 2^-53. */
  double nextDouble() {
    return (next() >>> 11) * LATTICE_STEP;
  }

  /** Fills x[0], y[0], x[1], y[1] … to row {@code rows} - 1 with {@link #nextDouble}. */
  void fillPairs(double[] x, double[] y, int rows) {
    for (int row = 0; row < rows; row++) {
      x[row] = nextDouble();
      y[row] = nextDouble();
    }
  }
}
