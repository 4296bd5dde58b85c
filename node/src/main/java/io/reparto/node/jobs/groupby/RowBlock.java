package io.reparto.node.jobs.groupby;

import io.reparto.node.input.ColumnBatch;
import io.reparto.node.input.FieldParser;
import io.reparto.node.input.FieldSpans;
import io.reparto.node.input.FieldType;

/**
 * A batch with its numbers parsed, from which rows may be left out: what is left stands at the rows
 * 0 to rows - 1 of every array. Columns are those of {@link SelectedColumns}. Scratch, owned by one
 * thread.
 */
final class RowBlock {

  /** The nulls of a text column are found when someone asks: a key column needs none. */
  private static final int UNKNOWN = -1;

  private final FieldType[] types;
  private final long[][] longs;
  private final double[][] doubles;
  private final boolean[][] nulls;
  private final int[] nullCounts;
  private final FieldSpans[] gathered;
  private final FieldSpans[] spans;
  private byte[] bytes = new byte[0];
  private int rows;

  RowBlock(SelectedColumns columns) {
    int size = columns.size();
    types = new FieldType[size];
    longs = new long[size][];
    doubles = new double[size][];
    nulls = new boolean[size][ColumnBatch.CAPACITY];
    nullCounts = new int[size];
    gathered = new FieldSpans[size];
    spans = new FieldSpans[size];
    for (int column = 0; column < size; column++) {
      types[column] = columns.type(column);
      switch (types[column]) {
        case LONG -> longs[column] = new long[ColumnBatch.CAPACITY];
        case DOUBLE -> doubles[column] = new double[ColumnBatch.CAPACITY];
        case TEXT -> gathered[column] = new FieldSpans(ColumnBatch.CAPACITY);
      }
    }
  }

  /** Takes all rows of a batch but those that are rejected now or by the parser. */
  void load(ColumnBatch batch, FieldParser parser) {
    bytes = batch.bytes();
    rows = batch.rows();
    for (int column = 0; column < types.length; column++) {
      switch (types[column]) {
        case LONG ->
            nullCounts[column] = parser.parseLongs(batch, column, longs[column], nulls[column]);
        case DOUBLE ->
            nullCounts[column] = parser.parseDoubles(batch, column, doubles[column], nulls[column]);
        case TEXT -> {
          spans[column] = batch.spans(column);
          nullCounts[column] = UNKNOWN;
        }
      }
    }
    if (batch.rejectedRows() > 0) {
      leaveOutRejected(batch);
    }
  }

  private static int findEmpty(FieldSpans spans, boolean[] nulls, int rows) {
    int count = 0;
    for (int i = 0; i < rows; i++) {
      boolean empty = spans.start(i) == spans.end(i);
      nulls[i] = empty;
      count += empty ? 1 : 0;
    }
    return count;
  }

  private void leaveOutRejected(ColumnBatch batch) {
    var kept = new int[rows];
    int count = 0;
    for (int row = 0; row < rows; row++) {
      if (!batch.isRejected(row)) {
        kept[count++] = row;
      }
    }
    keep(kept, count);
  }

  /** Leaves out all rows but {@code kept[0]} to {@code kept[count - 1]}, which ascend. */
  void keep(int[] kept, int count) {
    if (count == rows) {
      return;
    }
    for (int column = 0; column < types.length; column++) {
      boolean[] flags = nulls[column];
      if (nullCounts[column] > 0) {
        nullCounts[column] = gather(flags, kept, count);
      }
      switch (types[column]) {
        case LONG -> gather(longs[column], kept, count);
        case DOUBLE -> gather(doubles[column], kept, count);
        case TEXT -> {
          gathered[column].gather(spans[column], kept, count);
          spans[column] = gathered[column];
        }
      }
    }
    rows = count;
  }

  private static int gather(boolean[] flags, int[] kept, int count) {
    int set = 0;
    for (int i = 0; i < count; i++) {
      boolean flag = flags[kept[i]];
      flags[i] = flag;
      set += flag ? 1 : 0;
    }
    return set;
  }

  private static void gather(long[] values, int[] kept, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = values[kept[i]];
    }
  }

  private static void gather(double[] values, int[] kept, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = values[kept[i]];
    }
  }

  int rows() {
    return rows;
  }

  FieldType type(int column) {
    return types[column];
  }

  /** The values of a {@link FieldType#LONG} column; 0 where null. */
  long[] longs(int column) {
    return longs[column];
  }

  /** The values of a {@link FieldType#DOUBLE} column; 0 where null. */
  double[] doubles(int column) {
    return doubles[column];
  }

  boolean[] nulls(int column) {
    requireNulls(column);
    return nulls[column];
  }

  int nullCount(int column) {
    requireNulls(column);
    return nullCounts[column];
  }

  private void requireNulls(int column) {
    if (nullCounts[column] == UNKNOWN) {
      nullCounts[column] = findEmpty(spans[column], nulls[column], rows);
    }
  }

  /** Where a {@link FieldType#TEXT} column's fields lie; 8 bytes after each may be read. */
  byte[] bytes() {
    return bytes;
  }

  /** Where the fields of a {@link FieldType#TEXT} column lie in {@link #bytes}. */
  FieldSpans spans(int column) {
    return spans[column];
  }
}
