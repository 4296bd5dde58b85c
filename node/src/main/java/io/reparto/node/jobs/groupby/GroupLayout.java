package io.reparto.node.jobs.groupby;

import java.util.Arrays;
import java.util.List;

/**
 * Where a group keeps what, counted in cells from its first one: the key, then the accumulators in
 * order. A group's cells lie side by side, so that a row touches one or two cache lines however
 * many groups there are. Immutable.
 */
final class GroupLayout {
  /** Hash of the key in the high 32 bits, its length in bytes in the low 32. */
  static final int META = 0;

  /** The first eight bytes of the key, little-endian, padded with zeros. */
  static final int WORD_0 = 1;

  /** The next eight; for a key longer than {@link #INLINE_BYTES} its offset in the arena. */
  static final int WORD_1 = 2;

  static final int KEY_CELLS = 3;

  /** Longest key that fits the cells. */
  static final int INLINE_BYTES = 16;

  private final List<AccumulatorKind> kinds;
  private final int[] positions;
  private final long[] start;

  GroupLayout(List<AccumulatorKind> kinds) {
    this.kinds = List.copyOf(kinds);
    positions = new int[kinds.size()];
    int cell = KEY_CELLS;
    for (int i = 0; i < positions.length; i++) {
      positions[i] = cell;
      cell += kinds.get(i).cells();
    }
    start = new long[cell];
    for (int i = 0; i < positions.length; i++) {
      AccumulatorKind kind = kinds.get(i);
      Arrays.fill(start, positions[i], positions[i] + kind.cells(), kind.start());
    }
  }

  List<AccumulatorKind> kinds() {
    return kinds;
  }

  /** Cells a group takes. */
  int stride() {
    return start.length;
  }

  /** First cell of an accumulator, counted from the group's first. */
  int position(int accumulator) {
    return positions[accumulator];
  }

  /** Sets a group's accumulators to what they are before the first row. */
  void start(long[] cells, int offset) {
    for (int cell = KEY_CELLS; cell < start.length; cell++) {
      cells[offset + cell] = start[cell];
    }
  }

  /** See {@link Accumulators#merge}; every accumulator of every pair. */
  void merge(long[] into, int[] intoAt, long[] from, int[] fromAt, int pairs, boolean intoIsLeft) {
    for (int i = 0; i < positions.length; i++) {
      Accumulators.merge(kinds.get(i), positions[i], into, intoAt, from, fromAt, pairs, intoIsLeft);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GroupLayout that && kinds.equals(that.kinds);
  }

  @Override
  public int hashCode() {
    return kinds.hashCode();
  }

  @Override
  public String toString() {
    return kinds.toString();
  }
}
