package io.reparto.protocol.job;

import java.util.BitSet;

/**
 * A named, typed column of a {@link JobResult}; row i is index i. Immutable by contract: arrays are
 * not copied.
 */
public sealed interface Column permits LongColumn, DoubleColumn, TextColumn {

  String name();

  int size();

  /** The rows without a value. */
  BitSet nulls();

  default boolean isNull(int row) {
    return nulls().get(row);
  }
}
