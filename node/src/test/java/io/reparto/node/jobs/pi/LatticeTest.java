package io.reparto.node.jobs.pi;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.junit.jupiter.api.Test;

/**
 * Counts the points inside over every pair of outputs, exactly: what the estimate would be with all
 * 2^64 points drawn once each.
 */
class LatticeTest {
  private static final long LARGEST = 1L << 31;
  private static final double BIAS_ALLOWED = 1e-9;
  private static final BigDecimal PI = new BigDecimal("3.14159265358979323846264338327950288");

  /**
   * The predicate falls from true to false as |x| or |y| grows (rounding is monotone), so that the
   * boundary is walked once: for each distinct float |x|, upwards, the boundary |y| only falls.
   */
  @Test
  void givenEveryPairOfOutputs_whenCountedByTheKernelsPredicate_thenTheBiasIsBelowAllowed() {
    long inside = 0; // unsigned: below 2^64
    long last = LARGEST;
    long lastOfRun;
    for (long first = 0; first <= LARGEST; first = lastOfRun + 1) {
      float x = (float) first;
      lastOfRun = lastRoundingTo(x, first);
      while (last >= 0 && !PlainLanes.isInside(x, (float) last)) {
        last = firstRoundingTo((float) last) - 1;
      }
      inside += signedInts(first, lastOfRun) * signedInts(0, last);
    }

    BigDecimal estimate =
        new BigDecimal(Long.toUnsignedString(inside))
            .multiply(BigDecimal.valueOf(4))
            .divide(new BigDecimal(BigInteger.ONE.shiftLeft(64)), MathContext.DECIMAL128);
    double bias = estimate.subtract(PI).doubleValue();
    assertThat(bias).isBetween(-BIAS_ALLOWED, BIAS_ALLOWED);
  }

  @Test
  void givenRunsOfMagnitudes_whenRounding_thenTheyShareOneFloatAndTheirNeighboursDoNot() {
    for (long magnitude :
        new long[] {0, 1, (1 << 24) - 1, 1 << 24, (1 << 24) + 1, 123_456_789, (1L << 31) - 1}) {
      float rounded = (float) magnitude;
      long first = firstRoundingTo(rounded);
      long last = lastRoundingTo(rounded, magnitude);

      assertThat((float) first).isEqualTo(rounded);
      assertThat((float) last).isEqualTo(rounded);
      assertThat((float) (first - 1)).isNotEqualTo(rounded);
      assertThat(last == LARGEST || (float) (last + 1) != rounded).isTrue();
    }
  }

  /** How many signed 32-bit ints have a magnitude from {@code first} to {@code last}. */
  private static long signedInts(long first, long last) {
    if (last < first) {
      return 0;
    }
    long count = 2 * (last - first + 1);
    return count - (first == 0 ? 1 : 0) - (last == LARGEST ? 1 : 0);
  }

  private static long lastRoundingTo(float rounded, long from) {
    long beyond = (long) rounded + (long) Math.ulp(rounded) / 2 + 1;
    long last = Math.max(from, Math.min(LARGEST, beyond));
    while ((float) last != rounded) {
      last--;
    }
    return last;
  }

  private static long firstRoundingTo(float rounded) {
    long first = Math.max(0, (long) rounded - (long) Math.ulp(rounded) / 2 - 1);
    while ((float) first != rounded) {
      first++;
    }
    return first;
  }
}
