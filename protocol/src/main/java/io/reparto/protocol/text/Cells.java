package io.reparto.protocol.text;

import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.DoubleColumn;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.TextColumn;

/** The values of a result as text. */
public final class Cells {
  private Cells() {}

  /** The text of a value that reads back exactly; null for a null. */
  public static String text(Column column, int row) {
    if (column.isNull(row)) {
      return null;
    }
    if (column instanceof LongColumn longs) {
      return Long.toString(longs.values()[row]);
    }
    if (column instanceof DoubleColumn doubles) {
      return NumberText.of(doubles.values()[row]);
    }
    return ((TextColumn) column).value(row);
  }
}
