package io.reparto.node.cli;

import io.reparto.node.cli.output.Quantities;
import io.reparto.node.measurements.MeasurementWriter;
import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Parameter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.ParseResult;

/** Makes input files. */
final class GenerateCommand {
  static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.required("rows", "N", Parameter.Kind.ONE, "How many lines, such as 1e9."),
          Parameter.required("output", "FILE", Parameter.Kind.ONE, "The file to write."),
          Parameter.withDefault(
              "stations",
              "N",
              Integer.toString(MeasurementWriter.DEFAULT_STATIONS),
              "How many different stations."),
          Parameter.withDefault("seed", "S", "0", "Whole number that the lines follow from."));

  private static final int MOST_STATIONS = 10_000_000;

  private static final double NANOS_PER_SECOND = 1e9;

  private GenerateCommand() {}

  static int generate(ParseResult parsed, Console console, Interruption interruption) {
    String path = "generate measurements";
    var spec = new JobSpec(path, JobOptions.arguments(PARAMETERS, parsed));
    long begin = System.nanoTime();
    long rows;
    MeasurementWriter writer;
    try {
      rows = spec.wholeNumber("rows", 0, MeasurementWriter.MAXIMUM_ROWS).orElseThrow();
      long stations = spec.wholeNumber("stations", 1, MOST_STATIONS).orElseThrow();
      long seed = spec.wholeNumber("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElseThrow();
      writer = new MeasurementWriter(rows, (int) stations, seed);
    } catch (InvalidJobException e) {
      throw new UsageException(e.getMessage(), path);
    }
    Path output = Path.of(spec.requiredValue("output"));
    long bytes;
    try {
      int threads = Runtime.getRuntime().availableProcessors();
      bytes =
          InterruptibleCall.<Long, IOException>call(
              interruption, () -> writer.write(output, threads, written -> {}));
    } catch (InterruptedIOException e) {
      console.err().println(CommandTree.NAME + ": interrupted, no file written: file=" + output);
      return ExitCode.SIGNAL_BASE + interruption.signal().orElse(2);
    } catch (IOException e) {
      console
          .err()
          .println(CommandTree.NAME + ": the file can't be written: file=" + output + ", " + e);
      return ExitCode.FAILED;
    }
    long nanos = System.nanoTime() - begin;
    double seconds = nanos / NANOS_PER_SECOND;
    console
        .err()
        .println(
            Quantities.count(rows)
                + " rows ("
                + Quantities.count(rows / seconds)
                + "/s), "
                + Quantities.bytes(bytes)
                + " in "
                + Quantities.seconds(Duration.ofNanos(nanos))
                + ": "
                + output);
    return ExitCode.DONE;
  }
}
