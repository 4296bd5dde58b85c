package io.reparto.node.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.reparto.node.cli.Console;
import io.reparto.node.lab.timing.TimingReport;
import io.reparto.node.lab.timing.TimingTable;
import io.reparto.node.lab.timing.WorkerTable;
import io.reparto.node.race.report.RaceColumns;
import io.reparto.node.race.report.RaceReport;
import io.reparto.protocol.job.JobResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Prints a report on stdout. */
public final class ResultOutput {
  private static final int BUFFER_BYTES = 1 << 16;

  private ResultOutput() {}

  /**
   * Prints the result, whole and flushed. A job without a result prints nothing but in JSON.
   *
   * @param maxRows most rows a table shows; 0 for all
   * @throws IOException if not everything could be written
   */
  public static void print(JobReport report, ResultFormat format, int maxRows, Console console)
      throws IOException {
    if (format != ResultFormat.JSON && report.result().isEmpty()) {
      return;
    }
    if (format == ResultFormat.JSON) {
      OutputStream out = new BufferedOutputStream(console.out(), BUFFER_BYTES);
      JsonOutput.write(report, out);
      out.flush();
    } else {
      print(report.result().get(), format, maxRows, console);
    }
  }

  /**
   * Prints rows that are no job's report, whole and flushed; in JSON as an array of objects.
   *
   * @param maxRows most rows a table shows; 0 for all
   * @throws IOException if not everything could be written
   */
  public static void print(JobResult rows, ResultFormat format, int maxRows, Console console)
      throws IOException {
    OutputStream out = new BufferedOutputStream(console.out(), BUFFER_BYTES);
    switch (format) {
      case JSON -> writeJson(rows, out);
      case CSV -> CsvOutput.write(rows, out);
      case TABLE -> {
        int width = console.outIsTerminal() ? console.columns().getAsInt() : Integer.MAX_VALUE;
        new TableOutput(maxRows, width, console.unicode()).write(rows, out);
      }
    }
    out.flush();
  }

  /**
   * Prints a race, whole and flushed. Its table is never cut to the width of the terminal: a column
   * left out would be half of the answer. CSV holds the table only.
   *
   * @throws IOException if not everything could be written
   */
  public static void print(RaceReport report, ResultFormat format, Console console)
      throws IOException {
    OutputStream out = new BufferedOutputStream(console.out(), BUFFER_BYTES);
    JobResult table = RaceColumns.of(report);
    switch (format) {
      case JSON -> RaceJson.write(report, table, out);
      case CSV -> CsvOutput.write(table, out);
      case TABLE -> {
        new TableOutput(0, Integer.MAX_VALUE, console.unicode()).write(table, out);
        if (report.explanation().isPresent()) {
          String text = String.join("\n", report.explanation().get().lines());
          out.write(("\n" + text + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    out.flush();
  }

  /**
   * Prints a timing, whole and flushed. Its tables are never cut to the width of the terminal; that
   * of the workers comes second if there are several, and not in CSV.
   *
   * @throws IOException if not everything could be written
   */
  public static void print(TimingReport report, ResultFormat format, Console console)
      throws IOException {
    OutputStream out = new BufferedOutputStream(console.out(), BUFFER_BYTES);
    JobResult table = TimingTable.of(report.timing());
    switch (format) {
      case JSON -> TimingJson.write(report, out);
      case CSV -> CsvOutput.write(table, out);
      case TABLE -> {
        var tables = new TableOutput(0, Integer.MAX_VALUE, console.unicode()).leavingNullsEmpty();
        tables.write(table, out);
        JobResult workers = WorkerTable.of(report.timing());
        if (workers.rows() > 1) {
          out.write('\n');
          tables.write(workers, out);
        }
      }
    }
    out.flush();
  }

  private static void writeJson(JobResult rows, OutputStream out) throws IOException {
    try (JsonGenerator json =
        new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).createGenerator(out)) {
      JsonRows.write(rows, json);
      json.writeRaw('\n');
    }
  }
}
