package io.reparto.node.input;

/**
 * Up to {@link #CAPACITY} records as the byte ranges of their selected fields: field (column, row)
 * is {@link #bytes()} from {@code starts(column)[row]} (included) to {@code ends(column)[row]}
 * (excluded), UTF-8, quotes already removed; start equal to end means an empty field, which is a
 * null. Columns are numbered as they were selected. Reused from batch to batch by one thread:
 * nothing in it outlives the next read.
 */
public final class ColumnBatch {

  /** Most records in one batch: a batch and its parsed values stay in the first-level cache. */
  public static final int CAPACITY = 1024;

  private final int[][] starts;
  private final int[][] ends;
  private final long[] recordOffsets = new long[CAPACITY];
  private byte[] bytes = new byte[0];
  private int rows;

  public ColumnBatch(int columns) {
    starts = new int[columns][CAPACITY];
    ends = new int[columns][CAPACITY];
  }

  public int rows() {
    return rows;
  }

  /**
   * The array all ranges point into; after the last field at least 8 bytes may be read (their value
   * is arbitrary).
   */
  public byte[] bytes() {
    return bytes;
  }

  public int[] starts(int column) {
    return starts[column];
  }

  public int[] ends(int column) {
    return ends[column];
  }

  /** Where the record begins in its (decompressed) file, in bytes. */
  public long recordOffset(int row) {
    return recordOffsets[row];
  }

  void reset(byte[] source) {
    bytes = source;
    rows = 0;
  }

  void rows(int count) {
    rows = count;
  }

  long[] recordOffsets() {
    return recordOffsets;
  }
}
