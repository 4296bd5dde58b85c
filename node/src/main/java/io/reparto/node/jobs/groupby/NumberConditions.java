package io.reparto.node.jobs.groupby;

import io.reparto.node.input.ColumnBatch;
import io.reparto.node.input.FieldType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/**
 * Comparisons of numeric columns. Doubles are compared as {@link OrderedBits} with one zero (so NaN
 * equals itself and exceeds all else), whole numbers as they are, against bounds computed exactly
 * from the literal: every comparison with a literal is a range of longs.
 */
final class NumberConditions {
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  private NumberConditions() {}

  /** Column against literal. */
  static Condition compare(int column, FieldType type, Comparison comparison, BigDecimal literal) {
    Bounds bounds = Bounds.of(type, literal);
    return switch (comparison) {
      case EQUAL -> range(column, bounds.ceiling, bounds.floor);
      case NOT_EQUAL -> LogicalConditions.not(range(column, bounds.ceiling, bounds.floor));
      case LESS -> range(column, LEAST, bounds.ceiling.subtract(BigInteger.ONE));
      case AT_MOST -> range(column, LEAST, bounds.floor);
      case GREATER -> range(column, bounds.floor.add(BigInteger.ONE), MOST);
      case AT_LEAST -> range(column, bounds.ceiling, MOST);
    };
  }

  /** Both bounds included. */
  static Condition between(int column, FieldType type, BigDecimal low, BigDecimal high) {
    return range(column, Bounds.of(type, low).ceiling, Bounds.of(type, high).floor);
  }

  static Condition oneOf(int column, FieldType type, List<BigDecimal> literals) {
    long[] members =
        literals.stream()
            .map(literal -> Bounds.of(type, literal))
            .filter(bounds -> bounds.floor.equals(bounds.ceiling))
            .filter(bounds -> bounds.floor.bitLength() < Long.SIZE)
            .mapToLong(bounds -> bounds.floor.longValueExact())
            .sorted()
            .toArray();
    var scratch = new long[ColumnBatch.CAPACITY];
    return (block, truths) -> {
      long[] values = comparable(block, column, scratch);
      for (int i = 0; i < block.rows(); i++) {
        truths[i] = Condition.of(Arrays.binarySearch(members, values[i]) >= 0);
      }
      Condition.blankNulls(block, column, truths);
    };
  }

  /** Column against column; a whole number meets a double as a double. */
  static Condition compare(int left, Comparison comparison, int right) {
    var leftScratch = new long[ColumnBatch.CAPACITY];
    var rightScratch = new long[ColumnBatch.CAPACITY];
    return (block, truths) -> {
      boolean alike = block.type(left) == block.type(right);
      long[] leftValues =
          alike ? comparable(block, left, leftScratch) : asDoubles(block, left, leftScratch);
      long[] rightValues =
          alike ? comparable(block, right, rightScratch) : asDoubles(block, right, rightScratch);
      for (int i = 0; i < block.rows(); i++) {
        truths[i] = Condition.of(comparison.holds(Long.compare(leftValues[i], rightValues[i])));
      }
      Condition.blankNulls(block, left, truths);
      Condition.blankNulls(block, right, truths);
    };
  }

  private static Condition range(int column, BigInteger low, BigInteger high) {
    boolean empty = low.compareTo(high) > 0 || low.compareTo(MOST) > 0 || high.compareTo(LEAST) < 0;
    if (empty) {
      return never(column);
    }
    long least = low.max(LEAST).longValueExact();
    long most = high.min(MOST).longValueExact();
    var scratch = new long[ColumnBatch.CAPACITY];
    return (block, truths) -> {
      within(comparable(block, column, scratch), block.rows(), least, most, truths);
      Condition.blankNulls(block, column, truths);
    };
  }

  private static Condition never(int column) {
    return (block, truths) -> {
      Arrays.fill(truths, 0, block.rows(), Condition.FALSE);
      Condition.blankNulls(block, column, truths);
    };
  }

  /** One unsigned comparison holds both: what lies below the range wraps round beyond its end. */
  private static void within(long[] values, int rows, long least, long most, byte[] truths) {
    for (int i = 0; i < rows; i++) {
      truths[i] = Condition.of(Long.compareUnsigned(values[i] - least, most - least) <= 0);
    }
  }

  private static long[] comparable(RowBlock block, int column, long[] scratch) {
    return block.type(column) == FieldType.LONG
        ? block.longs(column)
        : asDoubles(block, column, scratch);
  }

  private static long[] asDoubles(RowBlock block, int column, long[] scratch) {
    boolean isLong = block.type(column) == FieldType.LONG;
    long[] longs = block.longs(column);
    double[] doubles = block.doubles(column);
    for (int i = 0; i < block.rows(); i++) {
      scratch[i] = ordered(isLong ? (double) longs[i] : doubles[i]);
    }
    return scratch;
  }

  private static long ordered(double value) {
    return OrderedBits.of(value + 0.0); // one zero
  }

  /** The comparable values next to a literal: the last that is at most it, the first at least. */
  private record Bounds(BigInteger floor, BigInteger ceiling) {
    static Bounds of(FieldType type, BigDecimal literal) {
      if (type == FieldType.DOUBLE) {
        BigInteger value = BigInteger.valueOf(ordered(literal.doubleValue()));
        return new Bounds(value, value);
      }
      return new Bounds(whole(literal, RoundingMode.FLOOR), whole(literal, RoundingMode.CEILING));
    }

    /** Far beyond 64 bits it only matters on which side: 1e999999999 is never written out. */
    private static BigInteger whole(BigDecimal literal, RoundingMode rounding) {
      boolean huge = literal.signum() != 0 && literal.precision() - (long) literal.scale() > 20;
      if (huge) {
        BigInteger beyond = BigInteger.ONE.shiftLeft(70);
        return literal.signum() > 0 ? beyond : beyond.negate();
      }
      boolean tiny = literal.precision() - (long) literal.scale() < -1;
      if (tiny) {
        return BigDecimal.valueOf(literal.signum())
            .movePointLeft(1)
            .setScale(0, rounding)
            .toBigInteger();
      }
      return literal.setScale(0, rounding).toBigInteger();
    }
  }
}
