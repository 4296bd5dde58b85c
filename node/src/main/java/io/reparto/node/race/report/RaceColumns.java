package io.reparto.node.race.report;

import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.DoubleColumn;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.TextColumn;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** A race as a table: a row for each strategy. */
public final class RaceColumns {
  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);

  private RaceColumns() {}

  /** The table; measured columns are rounded to three digits, counts never. */
  public static JobResult of(RaceReport report) {
    List<Column> columns =
        List.of(
            TextColumn.of("strategy", report.outcomes().stream().map(Outcome::strategy).toList()),
            counts("expected", report, Outcome::expected),
            counts("min", report, Outcome::least),
            counts("median", report, Outcome::median),
            counts("max", report, Outcome::most),
            counts("lost", report, Outcome::lost),
            measures("lost %", report, Outcome::lostPercent),
            measures("ns/increment", report, Outcome::nanosPerIncrement),
            measures("speed", report, each -> report.speed(each).orElse(Double.NaN)),
            TextColumn.of(
                "verdict", report.outcomes().stream().map(each -> each.verdict().text()).toList()));
    return new JobResult(columns);
  }

  private static Column counts(String name, RaceReport report, ToLongFunction<Outcome> value) {
    return LongColumn.of(name, report.outcomes().stream().mapToLong(value).toArray());
  }

  /** A value that there is none of, NaN, is a null. */
  private static Column measures(String name, RaceReport report, ToDoubleFunction<Outcome> value) {
    double[] values = report.outcomes().stream().mapToDouble(value).toArray();
    var nulls = new BitSet();
    for (int row = 0; row < values.length; row++) {
      if (Double.isFinite(values[row])) {
        values[row] = new BigDecimal(values[row]).round(THREE_DIGITS).doubleValue();
      } else {
        values[row] = 0;
        nulls.set(row);
      }
    }
    return new DoubleColumn(name, values, nulls);
  }
}
