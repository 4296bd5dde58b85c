package io.reparto.node.input;

/**
 * Parses the fields of one column of a batch. An empty field is a null; a field that is no number
 * is told to the handler and, if that returns, its row is {@linkplain ColumnBatch#reject rejected}.
 */
public final class FieldParser {

  /**
   * A parser for one reader's batches.
   *
   * @param selected as given to {@link CsvReader}
   */
  public FieldParser(CsvFormat format, int[] selected, BadRecordHandler bad) {}

  /**
   * Parses a column of whole numbers.
   *
   * @param column as numbered in the batch
   * @param values values[row] is set for every row; 0 for nulls and rejected rows
   * @param nulls nulls[row] is set for every row; true for nulls and rejected rows
   * @return how many nulls[row] are true
   */
  public int parseLongs(ColumnBatch batch, int column, long[] values, boolean[] nulls) {
    return 0;
  }

  /** As {@link #parseLongs}, with the value {@link Double#parseDouble} gives. */
  public int parseDoubles(ColumnBatch batch, int column, double[] values, boolean[] nulls) {
    return 0;
  }
}
