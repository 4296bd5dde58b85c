package io.reparto.node.cli;

import io.reparto.node.cli.output.ResultFormat;
import io.reparto.node.drill.Drill;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options of {@code drill}.
 *
 * @param numbers of the schedules
 * @param limit after which none is begun
 * @param directory where files and logs stay; empty for one that is deleted if all went well
 * @param network whether networks may be cut, where they can
 */
record DrillOptions(
    int seed,
    List<Integer> numbers,
    Duration limit,
    Optional<Path> directory,
    int portBase,
    String memory,
    boolean network,
    ResultFormat format,
    boolean quiet) {

  static final String COMMAND = "drill";
  private static final int DEFAULT_SEED = 1;
  private static final int DEFAULT_SCHEDULES = 30;
  private static final int MOST_SCHEDULES = 100_000;
  private static final int DEFAULT_MINUTES = 60;
  private static final int MOST_MINUTES = 10_000;
  private static final int DEFAULT_PORT_BASE = 26_620;
  private static final String DEFAULT_MEMORY = "256m";

  static void addTo(CommandSpec command) {
    command.addOption(
        OptionValues.option(
            "--seed", "S", "What the schedules follow from. Default: " + DEFAULT_SEED + "."));
    command.addOption(
        OptionValues.option(
            "--schedules", "N", "How many schedules. Default: " + DEFAULT_SCHEDULES + "."));
    command.addOption(
        OptionValues.option("--only", "K", "Instead: schedule K alone, as to repeat a failure."));
    command.addOption(
        OptionValues.option(
            "--minutes", "M", "Begin none after so long. Default: " + DEFAULT_MINUTES + "."));
    command.addOption(
        OptionValues.option(
            "--directory",
            "DIR",
            "Where files and logs stay. Default: a temporary one, deleted if all went well."));
    command.addOption(
        OptionValues.option("--port-base", "P", "As of up. Default: " + DEFAULT_PORT_BASE + "."));
    command.addOption(
        OptionValues.option(
            "--memory", "SIZE", "Heap of each node. Default: " + DEFAULT_MEMORY + "."));
    command.addOption(
        OptionSpec.builder("--no-network")
            .type(boolean.class)
            .description("Cut no network, and take none of its own (which needs root).")
            .build());
    command.addOption(RunSettings.formatOption());
    command.addOption(
        OptionSpec.builder("-q", "--quiet")
            .type(boolean.class)
            .description("No line for each schedule; the table and failures only.")
            .build());
    CommonOptions.all().forEach(command::addOption);
  }

  /**
   * The options that were given, and the defaults of the others.
   *
   * @throws UsageException if a value is none that the option takes
   */
  static DrillOptions read(ParseResult parsed, boolean outIsTerminal) {
    Optional<Integer> only = OptionValues.number(parsed, "--only", 1, MOST_SCHEDULES, COMMAND);
    Optional<Integer> schedules =
        OptionValues.number(parsed, "--schedules", 1, MOST_SCHEDULES, COMMAND);
    if (only.isPresent() && schedules.isPresent()) {
      throw new UsageException("--schedules and --only exclude each other", COMMAND);
    }
    return new DrillOptions(
        OptionValues.number(parsed, "--seed", 0, Integer.MAX_VALUE, COMMAND).orElse(DEFAULT_SEED),
        only.map(List::of)
            .orElseGet(() -> Drill.Settings.upTo(schedules.orElse(DEFAULT_SCHEDULES))),
        Duration.ofMinutes(
            OptionValues.number(parsed, "--minutes", 1, MOST_MINUTES, COMMAND)
                .orElse(DEFAULT_MINUTES)),
        OptionValues.word(parsed, "--directory").map(Path::of),
        OptionValues.number(
                parsed, "--port-base", UpCommand.LEAST_PORT, UpCommand.MOST_PORT, COMMAND)
            .orElse(DEFAULT_PORT_BASE),
        OptionValues.word(parsed, "--memory")
            .map(word -> UpCommand.memory(word, COMMAND))
            .orElse(DEFAULT_MEMORY),
        !parsed.hasMatchedOption("--no-network"),
        RunSettings.format(parsed, outIsTerminal, COMMAND),
        parsed.hasMatchedOption("--quiet"));
  }
}
