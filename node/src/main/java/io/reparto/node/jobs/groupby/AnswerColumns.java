package io.reparto.node.jobs.groupby;

import io.reparto.node.input.FieldType;
import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.DoubleColumn;
import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.LongColumn;
import java.math.BigInteger;
import java.util.BitSet;
import java.util.function.IntConsumer;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/** Turns the cells of a table into the result columns of its aggregates. */
final class AnswerColumns {
  private final long[] cells;
  private final int stride;
  private final int[] order;

  /**
   * @param order row i of the result is group order[i]
   */
  AnswerColumns(GroupTable table, int[] order) {
    this.cells = table.cells();
    this.stride = table.layout().stride();
    this.order = order;
  }

  /**
   * The column of one aggregate.
   *
   * @throws InvalidJobException if a sum of whole numbers does not fit 64 bits
   */
  Column column(Aggregation.Answer answer) {
    String name = answer.call().text();
    int at = answer.value();
    boolean isLong = answer.type() == FieldType.LONG;
    return switch (answer.call().function()) {
      case COUNT -> longs(name, answer, 0, offset -> cells[offset + at]);
      case SUM ->
          isLong
              ? longs(name, answer, 1, offset -> exactSum(answer, offset + at))
              : doubles(name, answer, 1, offset -> Double.longBitsToDouble(cells[offset + at]));
      case MEAN -> doubles(name, answer, 1, offset -> mean(answer, offset, isLong));
      case MIN, MAX ->
          isLong
              ? longs(name, answer, 1, offset -> cells[offset + at])
              : doubles(name, answer, 1, offset -> OrderedBits.toDouble(cells[offset + at]));
      case VAR -> doubles(name, answer, 2, offset -> variance(offset + at));
      case STD -> doubles(name, answer, 2, offset -> Math.sqrt(variance(offset + at)));
    };
  }

  private LongColumn longs(
      String name, Aggregation.Answer answer, long least, IntToLongFunction valueAt) {
    var values = new long[order.length];
    BitSet nulls =
        fill(answer, least, row -> values[row] = valueAt.applyAsLong(order[row] * stride));
    return new LongColumn(name, values, nulls);
  }

  private DoubleColumn doubles(
      String name, Aggregation.Answer answer, long least, IntToDoubleFunction valueAt) {
    var values = new double[order.length];
    BitSet nulls =
        fill(answer, least, row -> values[row] = valueAt.applyAsDouble(order[row] * stride));
    return new DoubleColumn(name, values, nulls);
  }

  /** Calls {@code put} for every row with at least {@code least} values; the rest are null. */
  private BitSet fill(Aggregation.Answer answer, long least, IntConsumer put) {
    var nulls = new BitSet();
    for (int row = 0; row < order.length; row++) {
      if (cells[order[row] * stride + answer.count()] < least) {
        nulls.set(row);
      } else {
        put.accept(row);
      }
    }
    return nulls;
  }

  private long exactSum(Aggregation.Answer answer, int cell) {
    long low = cells[cell];
    if (cells[cell + 1] != low >> 63) {
      throw new InvalidJobException(
          "--agg "
              + answer.call().text()
              + " exceeds 64 bits: sum="
              + wide(cell)
              + "; use --types "
              + answer.call().column()
              + "=double for a rounded sum");
    }
    return low;
  }

  private double mean(Aggregation.Answer answer, int offset, boolean isLong) {
    int cell = offset + answer.value();
    double count = cells[offset + answer.count()];
    if (!isLong) {
      return Double.longBitsToDouble(cells[cell]) / count;
    }
    boolean fits = cells[cell + 1] == cells[cell] >> 63;
    return (fits ? (double) cells[cell] : wide(cell).doubleValue()) / count;
  }

  private BigInteger wide(int cell) {
    BigInteger high = BigInteger.valueOf(cells[cell + 1]).shiftLeft(64);
    return high.add(new BigInteger(Long.toUnsignedString(cells[cell])));
  }

  private double variance(int cell) {
    return Double.longBitsToDouble(cells[cell + 2]) / (cells[cell] - 1);
  }
}
