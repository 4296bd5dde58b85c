package io.reparto.node.lab.scaling;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.reparto.protocol.text.NumberText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs as CSV, a row each, and back. */
final class RunsFile {
  private static final String[] HEADER = {
    "round",
    "size",
    "wall_seconds",
    "plan_seconds",
    "run_seconds",
    "compute_seconds",
    "cpu_seconds",
    "merge_seconds",
    "queue_seconds",
    "network_seconds",
    "idle_seconds",
    "tasks",
    "digest"
  };

  private RunsFile() {}

  static String text(List<ScalingRun> runs) {
    var text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      csv.writeRecord(HEADER);
      for (ScalingRun run : runs) {
        csv.writeRecord(
            Integer.toString(run.round()),
            Integer.toString(run.size()),
            NumberText.of(run.wall()),
            NumberText.of(run.plan()),
            NumberText.of(run.run()),
            NumberText.of(run.compute()),
            NumberText.of(run.cpu()),
            NumberText.of(run.merge()),
            NumberText.of(run.queue()),
            NumberText.of(run.network()),
            NumberText.of(run.idle()),
            Integer.toString(run.tasks()),
            run.digest());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a string can be written to", e);
    }
    return text.toString();
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IOException if the file is none of those
   */
  static List<ScalingRun> read(Path file) throws IOException {
    var runs = new ArrayList<ScalingRun>();
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord row : csv) {
        runs.add(
            new ScalingRun(
                Integer.parseInt(row.getField("round")),
                Integer.parseInt(row.getField("size")),
                seconds(row, "wall"),
                seconds(row, "plan"),
                seconds(row, "run"),
                seconds(row, "compute"),
                seconds(row, "cpu"),
                seconds(row, "merge"),
                seconds(row, "queue"),
                seconds(row, "network"),
                seconds(row, "idle"),
                Integer.parseInt(row.getField("tasks")),
                row.getField("digest")));
      }
    } catch (RuntimeException e) { // of a number, a field, or the reader's own
      throw new IOException("it does not hold runs: file=" + file + ", reason=" + e, e);
    }
    return runs;
  }

  private static double seconds(NamedCsvRecord row, String name) {
    return Double.parseDouble(row.getField(name + "_seconds"));
  }
}
