package io.reparto.node.lab.scaling;

import io.reparto.node.lab.Rounding;
import io.reparto.node.lab.Sample;
import io.reparto.node.lab.scaling.ScalingResult.Row;
import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.LongColumn;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A result as a table: a row for each size. */
public final class ScalingTable {
  private ScalingTable() {}

  /** The table; what is measured is rounded to four digits. */
  public static JobResult of(ScalingResult result) {
    List<Row> rows = result.rows();
    return new JobResult(
        List.of(
            LongColumn.of(result.setup().unit(), rows.stream().mapToLong(Row::size).toArray()),
            LongColumn.of("runs", rows.stream().mapToLong(row -> row.wall().size()).toArray()),
            wall("median s", rows, Sample::median),
            wall("mean s", rows, Sample::mean),
            wall("sigma s", rows, Sample::deviation),
            wall("min s", rows, Sample::least),
            wall("max s", rows, Sample::most),
            Rounding.column("speedup", rows, row -> row.speedup().value()),
            Rounding.column("from", rows, row -> row.speedup().low()),
            Rounding.column("to", rows, row -> row.speedup().high()),
            Rounding.column("efficiency", rows, Row::efficiency),
            Rounding.column("usl speedup", rows, row -> predicted(result, row))));
  }

  private static Column wall(String name, List<Row> rows, ToDoubleFunction<Sample> value) {
    return Rounding.column(name, rows, row -> value.applyAsDouble(row.wall()));
  }

  private static double predicted(ScalingResult result, Row row) {
    return result.fit().map(fit -> fit.usl().speedup(row.size())).orElse(Double.NaN);
  }
}
