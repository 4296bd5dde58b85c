package io.reparto.node.input;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers read from their characters without a string. Eight digits in three multiplications:
 * Lemire, "Number parsing at a gigabyte per second", Software: Practice and Experience 51 (2021),
 * section 5. A decimal of up to 2^53 with at most 22 digits after the point, divided by its power
 * of ten, is correctly rounded: Clinger, "How to read floating point numbers accurately", PLDI
 * 1990. Longer ones are left to {@link DecimalQuotient}.
 */
final class DecimalDigits {

  /** What {@link #decimal} gives for what it can't read; never the value of a number. */
  static final double UNREADABLE = Double.NaN;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH_BYTE = 0x0101010101010101L;
  private static final long ZEROS = EACH_BYTE * '0';
  private static final long HIGH_BITS = ~(EACH_BYTE * 0x7f);
  private static final long TO_HIGH_FROM_TEN = EACH_BYTE * 0x76;

  /** What {@link #whole} gives for what it can't read; never the value of 18 digits. */
  static final long NO_WHOLE = Long.MIN_VALUE;

  private static final int MOST_DIGITS = 18;
  private static final long MOST_EXACT = 1L << 53;

  // Exact: 5^22 < 2^53.
  private static final double[] POWERS_OF_TEN = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final long[] WHOLE_POWERS_OF_TEN = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000
  };

  private DecimalDigits() {}

  static double powerOfTen(int exponent) {
    return POWERS_OF_TEN[exponent];
  }

  /** The eight bytes before {@code end}, the last one highest. */
  static long lastEight(byte[] bytes, int end) {
    return (long) LONGS.get(bytes, end - 8);
  }

  /**
   * The values of the last {@code count} characters.
   *
   * @param count 1 to 8
   */
  static long digits(long characters, int count) {
    return (characters ^ ZEROS) & (-1L << (64 - 8 * count));
  }

  /** Whether every byte is 0 to 9. */
  static boolean areDigits(long digits) {
    return (((digits + TO_HIGH_FROM_TEN) | digits) & HIGH_BITS) == 0;
  }

  /**
   * The number written by eight digits.
   *
   * @param digits values 0 to 9, the first in the lowest byte
   */
  static long value(long digits) {
    long pairs = digits * 10 + (digits >>> 8);
    long low = (pairs & 0x000000ff000000ffL) * 0x000f424000000064L;
    long high = ((pairs >>> 16) & 0x000000ff000000ffL) * 0x0000271000000001L;
    return (low + high) >>> 32;
  }

  /** 1 for a minus sign, else 0; without a branch, for signs are hard to predict. */
  static int isMinus(byte value) {
    return (((value ^ '-') - 1) >>> 31) & ~(value >>> 31);
  }

  /**
   * An optional minus, then up to 18 digits with at most one point among them; a single zero before
   * it does not count.
   *
   * @return the value {@link Double#parseDouble} gives, or {@link #UNREADABLE} for anything else
   */
  static double decimal(byte[] bytes, int start, int end) {
    int minus = isMinus(bytes[start]);
    int first = start + minus;
    int point = first;
    long mantissa = 0;
    while (point < end && bytes[point] >= '0' && bytes[point] <= '9') {
      mantissa = mantissa * 10 + (bytes[point] - '0');
      point++;
    }
    int scale = 0;
    int digits = point - first;
    if (point < end) {
      scale = end - point - 1;
      boolean zeroBefore = digits == 1 && mantissa == 0;
      digits = zeroBefore && scale > 0 ? scale : digits + scale;
      if (bytes[point] != '.' || digits > MOST_DIGITS) {
        return UNREADABLE;
      }
      mantissa = append(mantissa, bytes, point + 1, end);
    }
    if (digits < 1 || digits > MOST_DIGITS || mantissa < 0) {
      return UNREADABLE;
    }
    double magnitude =
        mantissa <= MOST_EXACT
            ? mantissa / POWERS_OF_TEN[scale]
            : DecimalQuotient.of(mantissa, scale);
    return minus == 0 ? magnitude : -magnitude;
  }

  /**
   * The number written by an optional minus and 1 to 18 digits; {@link #NO_WHOLE} for anything
   * else.
   */
  static long whole(byte[] bytes, int start, int end) {
    int minus = isMinus(bytes[start]);
    int digits = end - start - minus;
    if (digits < 1 || digits > MOST_DIGITS) {
      return NO_WHOLE;
    }
    long magnitude = append(0, bytes, start + minus, end);
    return magnitude < 0 ? NO_WHOLE : (magnitude ^ -minus) + minus;
  }

  /** A number whose digits go on with those from {@code from} on; negative if one is none. */
  private static long append(long number, byte[] bytes, int from, int end) {
    long value = number;
    int at = from;
    for (; end - at >= 8; at += 8) {
      long digits = digits(lastEight(bytes, at + 8), 8);
      if (!areDigits(digits)) {
        return -1;
      }
      value = value * 100_000_000 + value(digits);
    }
    int rest = end - at;
    if (rest == 0) {
      return value;
    }
    long digits = digits(lastEight(bytes, end), rest);
    return areDigits(digits) ? value * WHOLE_POWERS_OF_TEN[rest] + value(digits) : -1;
  }
}
