package io.reparto.node.input;

import java.util.Arrays;

/**
 * Parses the fields of one column of a batch. An empty field is a null; a field that is no number
 * is told to the handler and, if that returns, its row is {@linkplain ColumnBatch#reject rejected}.
 */
public final class FieldParser {
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
    FieldSpans spans = batch.spans(column);
    int[] edges = spans.edges();
    int stride = spans.stride();
    int rows = batch.rows();
    int nullCount = 0;
    Arrays.fill(nulls, 0, rows, false);
    for (int row = 0, k = spans.first(); row < rows; row++, k += stride) {
      int start = edges[k] + 1;
      int end = edges[k + 1];
      int minus = DecimalDigits.isMinus(bytes[start]);
      int count = end - start - minus;
      long digits = DecimalDigits.digits(DecimalDigits.lastEight(bytes, end), count);
      if (count >= 1 && count <= 8 && DecimalDigits.areDigits(digits)) {
        values[row] = (DecimalDigits.value(digits) ^ -minus) + minus;
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
    FieldSpans spans = batch.spans(column);
    int[] edges = spans.edges();
    int stride = spans.stride();
    int rows = batch.rows();
    int nullCount = 0;
    Arrays.fill(nulls, 0, rows, false);
    // Most columns have one number of decimals: where the first field has its point, the others
    // are looked at first.
    int scale = rows == 0 ? 0 : scale(bytes, spans.start(0), spans.end(0));
    double power = DecimalDigits.powerOfTen(scale);
    long pointByte = 0xffL << (56 - 8 * scale);
    long point = pointByte & 0x2e2e2e2e2e2e2e2eL;
    long beforePoint = pointByte == 0xff ? 0 : (pointByte & -pointByte) - 1;
    long afterPoint = ~(beforePoint | pointByte);
    int fewest = Math.max(2, scale + 1);
    for (int row = 0, k = spans.first(); row < rows; row++, k += stride) {
      int start = edges[k] + 1;
      int end = edges[k + 1];
      int minus = DecimalDigits.isMinus(bytes[start]);
      int length = end - start - minus;
      long word = DecimalDigits.lastEight(bytes, end);
      // The digits before the point move up over it.
      long joined = ((word & beforePoint) << 8) | (word & afterPoint);
      long digits = DecimalDigits.digits(joined, length - 1);
      if ((word & pointByte) == point
          && length >= fewest
          && length <= 8
          && DecimalDigits.areDigits(digits)) {
        double magnitude = DecimalDigits.value(digits) / power;
        long sign = (long) minus << 63;
        values[row] = Double.longBitsToDouble(Double.doubleToRawLongBits(magnitude) ^ sign);
      } else if (!parseDouble(batch, column, row, values)) {
        nulls[row] = true;
        nullCount++;
      }
    }
    return nullCount;
  }

  /** Digits after the point, at most 6; 0 if there is none. */
  private static int scale(byte[] bytes, int start, int end) {
    for (int scale = 0; scale <= 6 && end - 1 - scale >= start; scale++) {
      if (bytes[end - 1 - scale] == '.') {
        return scale;
      }
    }
    return 0;
  }

  private boolean parseLong(ColumnBatch batch, int column, int row, long[] values) {
    int start = batch.spans(column).start(row);
    int end = batch.spans(column).end(row);
    values[row] = 0;
    if (start < end) {
      long value = DecimalDigits.whole(batch.bytes(), start, end);
      if (value != DecimalDigits.NO_WHOLE) {
        values[row] = value;
        return true;
      }
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
    int start = batch.spans(column).start(row);
    int end = batch.spans(column).end(row);
    values[row] = 0;
    if (start < end) {
      double value = DecimalDigits.decimal(batch.bytes(), start, end);
      if (!Double.isNaN(value)) {
        values[row] = value;
        return true;
      }
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
    int start = batch.spans(column).start(row);
    int end = batch.spans(column).end(row);
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
