package io.reparto.node.input;

import java.util.Arrays;

/**
 * Up to {@link #CAPACITY} records as the byte ranges of their selected fields: field (column, row)
 * is that part of {@link #bytes()} which {@link #spans} gives, UTF-8, quotes already removed; a
 * span of no bytes is an empty field, which is a null. Columns are numbered as they were selected.
 * Reused from batch to batch by one thread: nothing in it outlives the next read.
 */
public final class ColumnBatch {

  /** Most records in one batch: a batch and its parsed values stay in the first-level cache. */
  public static final int CAPACITY = 1024;

  private final FieldSpans[] spans;
  private final boolean[] rejected = new boolean[CAPACITY];
  private int rejectedRows;
  private byte[] bytes = new byte[0];
  private int rows;
  private String file = "";

  // Record r begins at edgeOffset + recordEdges[r * edgeStride].
  private int[] recordEdges = new int[0];
  private int edgeStride;
  private long edgeOffset;

  public ColumnBatch(int columns) {
    spans = new FieldSpans[columns];
    Arrays.setAll(spans, column -> new FieldSpans(CAPACITY));
  }

  public int rows() {
    return rows;
  }

  /**
   * The array all ranges point into; 8 bytes before the first and after the last field may be read
   * (their value is arbitrary).
   */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the fields of a column lie in {@link #bytes}. */
  public FieldSpans spans(int column) {
    return spans[column];
  }

  /** Where the record begins in its (decompressed) file, in bytes. */
  public long recordOffset(int row) {
    return edgeOffset + recordEdges[row * edgeStride];
  }

  /** The path of the file the records come from. */
  public String file() {
    return file;
  }

  /** Marks a record that must be left out: one of its fields could not be read. */
  public void reject(int row) {
    if (!rejected[row]) {
      rejected[row] = true;
      rejectedRows++;
    }
  }

  public boolean isRejected(int row) {
    return rejected[row];
  }

  /** How many of the rows are marked; 0 in all but the rarest batches. */
  public int rejectedRows() {
    return rejectedRows;
  }

  void reset(String fromFile, byte[] source) {
    file = fromFile;
    bytes = source;
    rows = 0;
    for (FieldSpans column : spans) {
      column.useOwn();
    }
    if (rejectedRows > 0) {
      Arrays.fill(rejected, false);
      rejectedRows = 0;
    }
  }

  void rows(int count) {
    rows = count;
  }

  void recordEdges(int[] edges, int stride, long offset) {
    recordEdges = edges;
    edgeStride = stride;
    edgeOffset = offset;
  }
}
