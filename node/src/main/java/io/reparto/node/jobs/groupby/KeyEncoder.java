package io.reparto.node.jobs.groupby;

import io.reparto.node.input.ColumnBatch;
import io.reparto.node.input.FieldSpans;
import io.reparto.node.input.FieldType;
import java.util.Arrays;

/**
 * Turns the key columns of a block into keys: bytes that are equal exactly if the keys are.
 *
 * <p>A single column is its value: text as it stands, a number as 8 bytes little-endian, a null as
 * no bytes at all (empty text is null, so this is free). Several columns are written one after the
 * other, each as its length (7 bits a byte, low ones first, high bit set on all but the last) and
 * its value, a whole number in as few bytes of two's complement as hold it. A double counts as its
 * bits, with one NaN and one zero. Without a column every key is no bytes at all. Scratch, owned by
 * one thread.
 */
final class KeyEncoder {
  private static final int READABLE_AFTER = 8;

  /** Longest of a length (5) and a number (8), to be written without a further check. */
  private static final int LARGEST_HEAD = 16;

  private final int[] columns;
  private final long[] bits = new long[ColumnBatch.CAPACITY];
  private final FieldSpans spans = new FieldSpans(ColumnBatch.CAPACITY);
  private byte[] encoded = new byte[1 << 14];

  /**
   * @param columns the key columns as numbered in the block
   */
  KeyEncoder(int[] columns) {
    this.columns = columns.clone();
  }

  void encode(RowBlock block, KeyBlock keys) {
    if (columns.length > 1) {
      encodeSeveral(block);
      keys.load(encoded, spans, block.rows());
      return;
    }
    if (columns.length == 0) {
      keys.loadEmpty(block.rows());
      return;
    }
    int column = columns[0];
    switch (block.type(column)) {
      case TEXT -> keys.load(block.bytes(), block.spans(column), block.rows());
      case LONG -> keys.load(block.longs(column), block.nulls(column), block.rows());
      case DOUBLE -> {
        double[] values = block.doubles(column);
        for (int i = 0; i < block.rows(); i++) {
          bits[i] = bits(values[i]);
        }
        keys.load(bits, block.nulls(column), block.rows());
      }
    }
  }

  /** What a double counts as: -0.0 is 0.0, and there is one NaN. */
  static long bits(double value) {
    return Double.doubleToLongBits(value + 0.0);
  }

  private void encodeSeveral(RowBlock block) {
    int position = 0;
    for (int row = 0; row < block.rows(); row++) {
      int start = position;
      for (int column : columns) {
        position = encode(block, column, row, position);
      }
      spans.put(row, start, position);
    }
  }

  private int encode(RowBlock block, int column, int row, int position) {
    if (block.nulls(column)[row]) {
      require(position, 0);
      encoded[position] = 0;
      return position + 1;
    }
    if (block.type(column) == FieldType.TEXT) {
      int start = block.spans(column).start(row);
      int length = block.spans(column).end(row) - start;
      require(position, length);
      int at = putLength(position, length);
      System.arraycopy(block.bytes(), start, encoded, at, length);
      return at + length;
    }
    require(position, 0);
    if (block.type(column) == FieldType.LONG) {
      long value = block.longs(column)[row];
      int length = bytesOf(value);
      return putNumber(position, value, length);
    }
    return putNumber(position, bits(block.doubles(column)[row]), 8);
  }

  /** Bytes of two's complement that hold {@code value}, 1 to 8. */
  private static int bytesOf(long value) {
    int significantBits = 65 - Long.numberOfLeadingZeros(value ^ (value >> 63));
    return (significantBits + 7) >> 3;
  }

  private int putNumber(int position, long value, int length) {
    encoded[position] = (byte) length;
    for (int i = 0; i < length; i++) {
      encoded[position + 1 + i] = (byte) (value >> (8 * i));
    }
    return position + 1 + length;
  }

  private int putLength(int position, int length) {
    int at = position;
    int rest = length;
    while (rest > 127) {
      encoded[at++] = (byte) (rest | 128);
      rest >>>= 7;
    }
    encoded[at++] = (byte) rest;
    return at;
  }

  private void require(int position, int length) {
    long needed = (long) position + length + LARGEST_HEAD + READABLE_AFTER;
    if (needed > encoded.length) {
      encoded = Arrays.copyOf(encoded, (int) Math.min(Integer.MAX_VALUE - 16, 2 * needed));
    }
  }
}
