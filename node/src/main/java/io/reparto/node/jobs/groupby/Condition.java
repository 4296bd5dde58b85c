package io.reparto.node.jobs.groupby;

/**
 * A predicate of SQL's three-valued logic over a block of rows. A comparison with a null is
 * unknown; {@code and} is the smaller, {@code or} the larger of two truths. May hold scratch: owned
 * by one thread.
 */
interface Condition {
  byte FALSE = 0;
  byte UNKNOWN = 1;
  byte TRUE = 2;

  /** Sets {@code truths[i]} for every row of the block. */
  void evaluate(RowBlock block, byte[] truths);

  static byte of(boolean holds) {
    return holds ? TRUE : FALSE;
  }

  /** Makes the truth of rows unknown whose {@code column} is null. */
  static void blankNulls(RowBlock block, int column, byte[] truths) {
    if (block.nullCount(column) == 0) {
      return;
    }
    boolean[] nulls = block.nulls(column);
    for (int i = 0; i < block.rows(); i++) {
      if (nulls[i]) {
        truths[i] = UNKNOWN;
      }
    }
  }
}
