package io.reparto.node.input;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Parses the fields of one column of a batch. An empty field is a null; a field that is no number
 * is told to the handler and, if that returns, its row is {@linkplain ColumnBatch#reject rejected}.
 *
 * <p>Numbers of up to eight bytes, such as {@code -12.3}, are read as one long without branches on
 * their form. Eight digits in three multiplications: Lemire, "Number parsing at a gigabyte per
 * second", Software: Practice and Experience 51 (2021), section 5. A decimal of up to 2^53 with at
 * most 22 digits after the point, divided by its power of ten, is correctly rounded: Clinger, "How
 * to read floating point numbers accurately", PLDI 1990.
 */
public final class FieldParser {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH_BYTE = 0x0101010101010101L;
  private static final long LOW_BITS = EACH_BYTE * 0x7f;
  private static final long HIGH_BITS = ~LOW_BITS;

  /** 10^(scale - 1); the first is for numbers without a point. */
  private static final double[] POWERS = {1, 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};

  private final CsvFormat format;
  private final int[] selected;
  private final BadRecordHandler bad;

  /**
   * A parser for one reader's batches.
   *
   * @param selected as given to {@link CsvReader}
   */
  public FieldParser(CsvFormat format, int[] selected, BadRecordHandler bad) {
    this.format = format;
    this.selected = selected.clone();
    this.bad = bad;
  }

  /**
   * Parses a column of whole numbers.
   *
   * @param column as numbered in the batch
   * @param values values[row] is set for every row; 0 for nulls and rejected rows
   * @param nulls nulls[row] is set for every row; true for nulls and rejected rows
   * @return how many nulls[row] are true
   */
  public int parseLongs(ColumnBatch batch, int column, long[] values, boolean[] nulls) {
    byte[] bytes = batch.bytes();
    int[] starts = batch.starts(column);
    int[] ends = batch.ends(column);
    int rows = batch.rows();
    int nullCount = 0;
    Arrays.fill(nulls, 0, rows, false);
    for (int row = 0; row < rows; row++) {
      int length = ends[row] - starts[row];
      long value = 0;
      boolean isNumber = false;
      if (length >= 1 && length <= 8) {
        long word = (long) LONGS.get(bytes, starts[row]);
        long sign = (word & 0xff) == '-' ? 1 : 0;
        int digits = length - (int) sign;
        long number = (word & -(1 + sign * 0xff)) << (64 - 8 * length);
        long value8 = number ^ (EACH_BYTE * '0' & (-1L << (64 - 8 * digits)));
        isNumber = digits > 0 && (((value8 + EACH_BYTE * 0x76) | value8) & HIGH_BITS) == 0;
        value = (eightDigits(value8) ^ -sign) + sign;
      }
      if (isNumber) {
        values[row] = value;
      } else if (!parseLong(batch, column, row, values)) {
        nulls[row] = true;
        nullCount++;
      }
    }
    return nullCount;
  }

  /** As {@link #parseLongs}, with the value {@link Double#parseDouble} gives. */
  public int parseDoubles(ColumnBatch batch, int column, double[] values, boolean[] nulls) {
    byte[] bytes = batch.bytes();
    int[] starts = batch.starts(column);
    int[] ends = batch.ends(column);
    int rows = batch.rows();
    int nullCount = 0;
    Arrays.fill(nulls, 0, rows, false);
    for (int row = 0; row < rows; row++) {
      int length = ends[row] - starts[row];
      double value = 0;
      boolean isNumber = false;
      if (length >= 1 && length <= 8) {
        long word = (long) LONGS.get(bytes, starts[row]);
        long sign = (word & 0xff) == '-' ? 1 : 0;
        // The last character comes to the top byte; a minus becomes a zero byte.
        long number = (word & -(1 + sign * 0xff)) << (64 - 8 * length);
        long different = ((number & LOW_BITS) ^ (EACH_BYTE * '.')) + LOW_BITS;
        long points = ~(different | number) & HIGH_BITS;
        // The characters before the point move up by one byte over it.
        long point = (points & -points) >>> 7;
        int hasPoint = point == 0 ? 0 : 1;
        long joined = ((number & (point - 1)) << (8 * hasPoint)) | (number & -(point << 8));
        int digits = length - (int) sign - hasPoint;
        long value8 = joined ^ (EACH_BYTE * '0' & (-1L << (64 - 8 * digits)));
        isNumber = digits > 0 && (((value8 + EACH_BYTE * 0x76) | value8) & HIGH_BITS) == 0;
        int scale = 8 - (Long.numberOfTrailingZeros(points) >>> 3);
        double magnitude = eightDigits(value8) / POWERS[scale];
        value = sign == 0 ? magnitude : -magnitude;
      }
      if (isNumber) {
        values[row] = value;
      } else if (!parseDouble(batch, column, row, values)) {
        nulls[row] = true;
        nullCount++;
      }
    }
    return nullCount;
  }

  /**
   * The number written by eight digits.
   *
   * @param digits values 0 to 9, the first in the lowest byte
   */
  private static long eightDigits(long digits) {
    long pairs = digits * 10 + (digits >>> 8);
    long low = (pairs & 0x000000ff000000ffL) * 0x000f424000000064L;
    long high = ((pairs >>> 16) & 0x000000ff000000ffL) * 0x0000271000000001L;
    return (low + high) >>> 32;
  }

  private boolean parseLong(ColumnBatch batch, int column, int row, long[] values) {
    int start = batch.starts(column)[row];
    int end = batch.ends(column)[row];
    values[row] = 0;
    if (start < end) {
      String text = NumberSyntax.trimmed(batch.bytes(), start, end);
      if (NumberSyntax.isWhole(text)) {
        try {
          values[row] = Long.parseLong(text);
          return true;
        } catch (NumberFormatException e) {
          // Too many digits: told below.
        }
      }
      reject(batch, column, row, "a whole number that fits 64 bits");
    }
    return false;
  }

  private boolean parseDouble(ColumnBatch batch, int column, int row, double[] values) {
    int start = batch.starts(column)[row];
    int end = batch.ends(column)[row];
    values[row] = 0;
    if (start < end) {
      String text = NumberSyntax.trimmed(batch.bytes(), start, end);
      if (NumberSyntax.isDecimal(text)) {
        values[row] = NumberSyntax.toDouble(text);
        return true;
      }
      reject(batch, column, row, "a decimal number");
    }
    return false;
  }

  private void reject(ColumnBatch batch, int column, int row, String expected) {
    String name = format.columns().get(selected[column]);
    int start = batch.starts(column)[row];
    int end = batch.ends(column)[row];
    bad.onBadRecord(
        new BadRecord(
            batch.file(),
            batch.recordOffset(row),
            name,
            BadRecord.shorten(batch.bytes(), start, end),
            expected + " (--types " + name + "=string|long|double sets another type)"));
    batch.reject(row);
  }
}
