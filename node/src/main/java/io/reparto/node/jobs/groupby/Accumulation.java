package io.reparto.node.jobs.groupby;

import io.reparto.node.input.ColumnBatch;
import io.reparto.node.input.FieldType;
import java.util.List;

/** Brings blocks of rows into the cells of their groups. Holds scratch; owned by one thread. */
final class Accumulation {
  private final List<AccumulatorLoop> loops;
  private final int[] presentOffsets = new int[ColumnBatch.CAPACITY];
  private final long[] presentLongs = new long[ColumnBatch.CAPACITY];
  private final double[] presentDoubles = new double[ColumnBatch.CAPACITY];
  private final long[] ordered = new long[ColumnBatch.CAPACITY];
  private final double[] widened = new double[ColumnBatch.CAPACITY];

  // What `prepare` found for one column: its values without the nulls, and their groups.
  private int preparedColumn;
  private int[] offsets = presentOffsets;
  private long[] longs = presentLongs;
  private double[] doubles = presentDoubles;
  private int count;
  private boolean isOrdered;
  private boolean isWidened;

  Accumulation(Aggregation aggregation) {
    loops = AccumulatorLoop.of(aggregation);
  }

  /**
   * Accumulates every row of the block.
   *
   * @param groupOffsets the first cell of each row's group
   */
  void accumulate(RowBlock block, long[] cells, int[] groupOffsets) {
    preparedColumn = Aggregation.NO_COLUMN;
    for (AccumulatorLoop loop : loops) {
      int at = loop.at();
      if (loop.column() == Aggregation.NO_COLUMN) {
        Accumulators.count(cells, at, groupOffsets, block.rows());
        continue;
      }
      if (loop.column() != preparedColumn) {
        prepare(block, loop.column(), groupOffsets);
      }
      boolean isLong = block.type(loop.column()) == FieldType.LONG;
      switch (loop.kind()) {
        case COUNT -> Accumulators.count(cells, at, offsets, count);
        case LONG_SUM -> Accumulators.sumLongs(cells, at, offsets, longs, count);
        case DOUBLE_SUM -> Accumulators.sumDoubles(cells, at, offsets, doubles, count);
        case MINIMUM -> Accumulators.minimum(cells, at, offsets, comparable(isLong), count);
        case MAXIMUM -> Accumulators.maximum(cells, at, offsets, comparable(isLong), count);
        case MOMENTS -> Accumulators.moments(cells, at, offsets, asDoubles(isLong), count);
        case DOUBLE_MEAN -> Accumulators.mean(cells, at, offsets, doubles, count);
        case DOUBLE_MEAN_AND_RANGE -> Accumulators.meanAndRange(cells, at, offsets, doubles, count);
      }
    }
  }

  private void prepare(RowBlock block, int column, int[] groupOffsets) {
    preparedColumn = column;
    isOrdered = false;
    isWidened = false;
    FieldType type = block.type(column);
    if (block.nullCount(column) == 0) {
      offsets = groupOffsets;
      longs = block.longs(column);
      doubles = block.doubles(column);
      count = block.rows();
      return;
    }
    boolean[] nulls = block.nulls(column);
    int rows = block.rows();
    offsets = presentOffsets;
    longs = presentLongs;
    doubles = presentDoubles;
    count = pack(groupOffsets, nulls, rows, presentOffsets);
    switch (type) {
      case LONG -> pack(block.longs(column), nulls, rows, presentLongs);
      case DOUBLE -> pack(block.doubles(column), nulls, rows, presentDoubles);
      case TEXT -> {} // only its nulls count
    }
  }

  private static int pack(int[] values, boolean[] nulls, int rows, int[] target) {
    int count = 0;
    for (int i = 0; i < rows; i++) {
      if (!nulls[i]) {
        target[count++] = values[i];
      }
    }
    return count;
  }

  private static void pack(long[] values, boolean[] nulls, int rows, long[] target) {
    int count = 0;
    for (int i = 0; i < rows; i++) {
      if (!nulls[i]) {
        target[count++] = values[i];
      }
    }
  }

  private static void pack(double[] values, boolean[] nulls, int rows, double[] target) {
    int count = 0;
    for (int i = 0; i < rows; i++) {
      if (!nulls[i]) {
        target[count++] = values[i];
      }
    }
  }

  private long[] comparable(boolean isLong) {
    if (isLong) {
      return longs;
    }
    if (!isOrdered) {
      OrderedBits.of(doubles, count, ordered);
      isOrdered = true;
    }
    return ordered;
  }

  private double[] asDoubles(boolean isLong) {
    if (!isLong) {
      return doubles;
    }
    if (!isWidened) {
      for (int i = 0; i < count; i++) {
        widened[i] = longs[i];
      }
      isWidened = true;
    }
    return widened;
  }
}
