package io.reparto.node.input;

import java.math.BigInteger;

/**
 * A whole number divided by a power of ten, correctly rounded, by one multiplication with a
 * reciprocal of 128 bits: Lemire, "Number parsing at a gigabyte per second", Software: Practice and
 * Experience 51 (2021), section 6.
 *
 * <p>Why the reciprocal's error never matters here: a quotient of less than 2^63 by 10^scale, scale
 * at most 18, is either half way between two doubles, which makes the low word 0, or at least 2^-43
 * of their distance away from there; the error of the product is below 2^-73 of it.
 */
final class DecimalQuotient {
  private static final int MOST_SCALE = 18;
  private static final int MANTISSA_BITS = 52;
  private static final int BIAS = 1023;

  // The reciprocal of 5^scale as a fraction of 128 bits, the highest of them 1, rounded up; the
  // exponent makes a quotient's mantissa, shifted out of the high word by one place, its value.
  private static final long[] HIGH = new long[MOST_SCALE + 1];
  private static final long[] LOW = new long[MOST_SCALE + 1];
  private static final int[] EXPONENT = new int[MOST_SCALE + 1];

  static {
    for (int scale = 0; scale <= MOST_SCALE; scale++) {
      BigInteger five = BigInteger.valueOf(5).pow(scale);
      int bits = five.subtract(BigInteger.ONE).bitLength() + 127;
      BigInteger roundUp = five.subtract(BigInteger.ONE);
      BigInteger reciprocal = BigInteger.ONE.shiftLeft(bits).add(roundUp).divide(five);
      HIGH[scale] = reciprocal.shiftRight(64).longValue();
      LOW[scale] = reciprocal.longValue();
      EXPONENT[scale] = 129 - bits - scale;
    }
  }

  private DecimalQuotient() {}

  /**
   * {@code number / 10^scale}, to the nearest double, to the even one of two.
   *
   * @param number above 0
   * @param scale 0 to 18
   */
  static double of(long number, int scale) {
    int shift = Long.numberOfLeadingZeros(number);
    long normal = number << shift;
    long carry = multiplyHigh(normal, LOW[scale]);
    long low = normal * HIGH[scale] + carry;
    long high = multiplyHigh(normal, HIGH[scale]);
    if (Long.compareUnsigned(low, carry) < 0) {
      high++;
    }
    // One bit more than a double's 53 is kept, for rounding.
    int dropped = (int) (high >>> 63) + 9;
    long mantissa = high >>> dropped;
    boolean exact = high << (64 - dropped) == 0 && low == 0;
    boolean halfWayAboveEven = exact && (mantissa & 3) == 1;
    long rounded = halfWayAboveEven ? mantissa >>> 1 : (mantissa + 1) >>> 1;
    int exponent = dropped - shift + EXPONENT[scale];
    return rounded * Double.longBitsToDouble((long) (exponent + BIAS) << MANTISSA_BITS);
  }

  /** The upper half of a product without signs; in Java's library from 18 on. */
  private static long multiplyHigh(long a, long b) {
    return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
  }
}
