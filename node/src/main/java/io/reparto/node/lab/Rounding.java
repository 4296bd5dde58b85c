package io.reparto.node.lab;

import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.DoubleColumn;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Measured values as people want them: what follows the fourth digit is noise. */
public final class Rounding {
  private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

  private Rounding() {}

  /** A finite value rounded to four digits. */
  public static double of(double value) {
    return new BigDecimal(value).round(FOUR_DIGITS).doubleValue();
  }

  /** A column of rounded values; what is no number is a null. */
  public static <T> Column column(String name, List<T> rows, ToDoubleFunction<T> value) {
    var values = new double[rows.size()];
    var nulls = new BitSet();
    for (int row = 0; row < values.length; row++) {
      double given = value.applyAsDouble(rows.get(row));
      if (Double.isFinite(given)) {
        values[row] = of(given);
      } else {
        nulls.set(row);
      }
    }
    return new DoubleColumn(name, values, nulls);
  }
}
