package io.reparto.node.jobs.pi;

/**
 * The generator xoshiro256+ of Blackman and Vigna ("Scrambled linear pseudorandom number
 * generators", ACM Transactions on Mathematical Software 47(4), 2021): 256 bits of state, period
 * 2^256 − 1, one 64-bit output a step. Its authors recommend it for doubles, which take the upper
 * 53 bits: the lowest bits alone fail tests of linearity. Not thread-safe.
 */
final class Xoshiro256Plus {
  long word0;
  long word1;
  long word2;
  long word3;

  /** Takes four outputs of {@code seeds} as its state. */
  void seed(SplitMix64 seeds) {
    word0 = seeds.next();
    word1 = seeds.next();
    word2 = seeds.next();
    word3 = seeds.next();
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
    return (next() >>> 11) * 0x1p-53;
  }
}
