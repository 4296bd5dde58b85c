package io.reparto.node.jobs.groupby;

import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.DoubleColumn;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.TextColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A temporary CSV file and group-bys over it. */
final class CsvFile implements AutoCloseable {
  private final Path path;

  CsvFile(String content) {
    try {
      path = Files.createTempFile("groupby", ".csv");
      Files.writeString(path, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String path() {
    return path.toString();
  }

  /** A plan with this input; values of further arguments are separated by blanks. */
  Plan plan(String by, String agg, String... furtherNamesAndValues) {
    Map<String, List<String>> arguments = new HashMap<>();
    arguments.put("input", List.of(path()));
    arguments.put("by", by.isEmpty() ? List.of() : List.of(by.split(",")));
    arguments.put("agg", List.of(agg.split(",")));
    for (int i = 0; i < furtherNamesAndValues.length; i += 2) {
      String value = furtherNamesAndValues[i + 1];
      boolean list = furtherNamesAndValues[i].matches("types|columns");
      arguments.put(
          furtherNamesAndValues[i],
          value.isEmpty() ? List.of() : list ? Arrays.asList(value.split(",")) : List.of(value));
    }
    try {
      return new GroupByJob().plan(LocalRun.spec(arguments));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JobResult run(String by, String agg, String... furtherNamesAndValues) {
    Plan plan = plan(by, agg, furtherNamesAndValues);
    return plan.finish(LocalRun.root(plan, 1, 1));
  }

  /** The rows as text, null for null, values separated by a blank. */
  static List<String> rows(JobResult result) {
    return IntStream.range(0, result.rows())
        .mapToObj(
            row ->
                result.columns().stream()
                    .map(column -> String.valueOf(value(column, row)))
                    .collect(Collectors.joining(" ")))
        .toList();
  }

  /** Long, Double, String or null. */
  static Object value(Column column, int row) {
    if (column.isNull(row)) {
      return null;
    }
    if (column instanceof LongColumn longs) {
      return longs.values()[row];
    }
    if (column instanceof DoubleColumn doubles) {
      return doubles.values()[row];
    }
    return ((TextColumn) column).value(row);
  }

  /** All rows, each as the values of its columns. */
  static List<List<Object>> table(JobResult result) {
    var table = new ArrayList<List<Object>>();
    for (int row = 0; row < result.rows(); row++) {
      var values = new ArrayList<Object>();
      for (Column column : result.columns()) {
        values.add(value(column, row));
      }
      table.add(values);
    }
    return table;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
