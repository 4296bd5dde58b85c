package io.reparto.node.lab.scaling;

import io.reparto.node.plot.Picture;
import io.reparto.node.plot.PlotFile;
import io.reparto.node.plot.PlotFormat;
import io.reparto.protocol.api.ApiJson;
import io.reparto.protocol.job.JobSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Where a result is written.
 *
 * <pre>
 * runs.csv                        every run
 * summary.json                    the sizes, the laws, the machine
 * report.md                       the same for people
 * speedup.svg, efficiency.svg     and as .png; not where this JVM finds no font
 * </pre>
 */
public final class ScalingFolder {
  private static final String RUNS = "runs.csv";
  private static final String SUMMARY = "summary.json";
  private static final String REPORT = "report.md";

  private final Path directory;

  private ScalingFolder(Path directory) {
    this.directory = directory;
  }

  /**
   * Prepares a folder before the runs whose result it takes.
   *
   * @param overwrite whether files of a former result may be replaced
   * @throws IOException if it exists and is not empty, or can't be written
   */
  public static ScalingFolder prepare(Path directory, boolean overwrite) throws IOException {
    if (Files.exists(directory)) {
      if (!Files.isDirectory(directory)) {
        throw new IOException("it is no directory");
      }
      if (!overwrite && !isEmpty(directory)) {
        throw new IOException("it exists already; take another --output, or --force to overwrite");
      }
    }
    Files.createDirectories(directory);
    Files.delete(Files.createFile(directory.resolve("." + ProcessHandle.current().pid())));
    return new ScalingFolder(directory);
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (var children = Files.list(directory)) {
      return children.findAny().isEmpty();
    }
  }

  /**
   * A folder that takes more runs of what it may hold already.
   *
   * @throws IOException if it can't be written
   */
  public static ScalingFolder extend(Path directory) throws IOException {
    return prepare(directory, true);
  }

  /**
   * The runs that it holds; none if it is new.
   *
   * @throws IOException if they can't be read, or are of another job
   */
  public List<ScalingRun> runs(JobSpec spec) throws IOException {
    if (!Files.exists(directory.resolve(RUNS))) {
      return List.of();
    }
    var summary = ApiJson.LENIENT.readTree(directory.resolve(SUMMARY).toFile());
    var arguments = ApiJson.LENIENT.valueToTree(spec.arguments());
    if (!summary.path("job").asText().equals(spec.job())
        || !summary.path("arguments").equals(arguments)
        || !summary.path("unit").asText().equals("workers")) {
      throw new IOException("it holds runs of another job, or of other arguments");
    }
    return RunsFile.read(directory.resolve(RUNS));
  }

  /**
   * Writes the result; a file that is there is whole.
   *
   * @return why there are no plots; empty if there are
   */
  public String write(ScalingResult result) throws IOException {
    write(RUNS, RunsFile.text(result.runs()));
    write(SUMMARY, ScalingJson.text(result));
    String noPlots = Picture.missing().orElse("");
    if (noPlots.isEmpty()) {
      write("speedup", ScalingPlot.speedup(result));
      write("efficiency", ScalingPlot.efficiency(result));
    }
    write(REPORT, ScalingReport.text(result, noPlots.isEmpty()));
    return noPlots;
  }

  private void write(String name, String text) throws IOException {
    try (PlotFile file = PlotFile.prepare(directory.resolve(name))) {
      file.write(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private void write(String name, Picture picture) throws IOException {
    for (PlotFormat format : PlotFormat.values()) {
      Path path = directory.resolve(name + "." + format.name().toLowerCase(Locale.ROOT));
      try (PlotFile file = PlotFile.prepare(path)) {
        file.write(out -> picture.writeTo(out, format));
      }
    }
  }
}
