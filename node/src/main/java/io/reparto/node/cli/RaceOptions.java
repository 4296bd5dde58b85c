package io.reparto.node.cli;

import io.reparto.node.cli.output.ResultFormat;
import io.reparto.node.plot.PlotFormat;
import io.reparto.node.race.RaceSettings;
import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Parameter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options of {@code race}.
 *
 * @param betweenProcesses whether the parties are JVMs, not threads
 * @param explain whether one lost update is recorded and shown
 * @param plot the picture to draw; its name ends as a {@link PlotFormat}
 * @param format how the table is printed
 * @param quiet no progress and no notes
 */
record RaceOptions(
    RaceSettings settings,
    boolean betweenProcesses,
    boolean explain,
    Optional<Path> plot,
    ResultFormat format,
    boolean quiet) {

  static final String COMMAND = "race";
  private static final int DEFAULT_THREADS = 3;
  private static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.optional(
              "threads",
              "N",
              Parameter.Kind.ONE,
              "Threads of one JVM that count together. Default: " + DEFAULT_THREADS + "."),
          Parameter.optional(
              "processes",
              "N",
              Parameter.Kind.ONE,
              "Instead: so many JVMs that count in a memory-mapped file."),
          Parameter.withDefault(
              "increments", "N", "10_000", "How often each of them adds one in a round."),
          Parameter.withDefault("rounds", "N", "20", "How often that is repeated, from zero."),
          Parameter.flag(
              "explain", "Record the plain field in slower rounds; show how an update was lost."),
          Parameter.optional(
              "plot",
              "FILE",
              Parameter.Kind.ONE,
              "Draw counts and costs: a file that ends in .svg or .png."));

  static void addTo(CommandSpec command) {
    JobOptions.add(command, PARAMETERS);
    command.addOption(RunSettings.formatOption());
    command.addOption(
        OptionSpec.builder("-q", "--quiet")
            .type(boolean.class)
            .description("No progress and no notes; errors only.")
            .build());
    CommonOptions.all().forEach(command::addOption);
  }

  /**
   * The options that were given, and the defaults of the others.
   *
   * @throws UsageException if a value is none that the option takes
   */
  static RaceOptions read(ParseResult parsed, boolean outIsTerminal) {
    var spec = new JobSpec(COMMAND, JobOptions.arguments(PARAMETERS, parsed));
    boolean betweenProcesses = spec.has("processes");
    if (betweenProcesses && spec.has("threads")) {
      throw new UsageException("--threads and --processes exclude each other", COMMAND);
    }
    boolean explain = spec.has("explain");
    if (betweenProcesses && explain) {
      throw new UsageException("--explain records threads: leave out --processes", COMMAND);
    }
    try {
      int parties =
          betweenProcesses
              ? number(spec, "processes", RaceSettings.MOST_PROCESSES)
              : spec.has("threads")
                  ? number(spec, "threads", RaceSettings.MOST_THREADS)
                  : DEFAULT_THREADS;
      var settings =
          new RaceSettings(
              parties,
              number(spec, "increments", RaceSettings.MOST_INCREMENTS),
              number(spec, "rounds", RaceSettings.MOST_ROUNDS));
      return new RaceOptions(
          settings,
          betweenProcesses,
          explain,
          plot(spec),
          RunSettings.format(parsed, outIsTerminal, COMMAND),
          parsed.hasMatchedOption("--quiet"));
    } catch (InvalidJobException e) {
      throw new UsageException(e.getMessage(), COMMAND);
    }
  }

  private static Optional<Path> plot(JobSpec spec) {
    Optional<String> given = spec.value("plot");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String expected = "--plot must be a file that ends in .svg or .png: given=" + given.get();
    try {
      Path file = Path.of(given.get());
      if (PlotFormat.of(file).isPresent()) {
        return Optional.of(file);
      }
    } catch (InvalidPathException e) {
      throw new UsageException(expected, COMMAND);
    }
    throw new UsageException(expected, COMMAND);
  }

  private static int number(JobSpec spec, String name, int most) {
    return Math.toIntExact(spec.wholeNumber(name, 1, most).orElseThrow());
  }
}
