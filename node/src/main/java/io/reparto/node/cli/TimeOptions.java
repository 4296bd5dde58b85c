package io.reparto.node.cli;

import io.reparto.node.cli.output.ResultFormat;
import io.reparto.node.lab.WarmUp;
import io.reparto.protocol.message.JobOptions;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options of {@code time}, besides those of the job.
 *
 * @param repeats runs that count
 * @param workers worker actors in this process
 * @param slots slots of each
 * @param quiet no progress and no notes
 */
record TimeOptions(
    int repeats,
    WarmUp warmUp,
    int workers,
    int slots,
    ResultFormat format,
    boolean quiet,
    JobOptions options) {
  static final String COMMAND = "time";
  static final int MOST_REPEATS = 10_000;
  private static final int DEFAULT_REPEATS = 7;
  private static final int MOST_SLOTS = 4096;

  static void addTo(CommandSpec command) {
    ArgGroupSpec.Builder group =
        ArgGroupSpec.builder().heading("%nOptions of time:%n").validate(false).exclusive(false);
    for (OptionSpec option :
        List.of(
            OptionValues.option(
                "--repeats", "N", "Runs that count. Default: " + DEFAULT_REPEATS + "."),
            warmUpOption(),
            OptionValues.option("--workers", "W", "Worker actors in this process. Default: 1."),
            OptionValues.option("--slots", "S", "Slots of each worker. Default: one a core."),
            ClusterOption.option(),
            noSpeculationOption(),
            RunSettings.formatOption(),
            quietOption())) {
      group.addArg(option);
    }
    CommonOptions.all().forEach(group::addArg);
    command.addArgGroup(group.build());
  }

  static OptionSpec warmUpOption() {
    return OptionValues.option(
        "--warm-up",
        "N",
        "Runs before those, which don't count. Default: at least 2, and more until 2 s have"
            + " passed.");
  }

  static OptionSpec noSpeculationOption() {
    return OptionSpec.builder("--no-speculation")
        .type(boolean.class)
        .description("No second copies of overdue tasks.")
        .build();
  }

  static OptionSpec quietOption() {
    return OptionSpec.builder("-q", "--quiet")
        .type(boolean.class)
        .description("No progress and no notes; errors only.")
        .build();
  }

  /**
   * The options that were given, and the defaults of the others.
   *
   * @throws UsageException if a value is none that the option takes
   */
  static TimeOptions read(ParseResult parsed, boolean outIsTerminal, String command) {
    return new TimeOptions(
        OptionValues.number(parsed, "--repeats", 1, MOST_REPEATS, command).orElse(DEFAULT_REPEATS),
        warmUp(parsed, command),
        OptionValues.number(parsed, "--workers", 1, MOST_SLOTS, command)
            .orElse(RunSettings.DEFAULT_WORKERS),
        OptionValues.number(parsed, "--slots", 1, MOST_SLOTS, command)
            .orElse(RunSettings.defaultSlots()),
        RunSettings.format(parsed, outIsTerminal, command),
        parsed.hasMatchedOption("--quiet"),
        jobOptions(parsed));
  }

  static WarmUp warmUp(ParseResult parsed, String command) {
    return new WarmUp(
        OptionValues.number(parsed, "--warm-up", 0, MOST_REPEATS, command)
            .map(OptionalInt::of)
            .orElse(OptionalInt.empty()));
  }

  static JobOptions jobOptions(ParseResult parsed) {
    return new JobOptions(
        JobOptions.USUAL.priority(), !parsed.hasMatchedOption("--no-speculation"));
  }
}
