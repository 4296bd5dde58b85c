package io.reparto.node.cli;

import io.reparto.node.cli.output.ResultFormat;
import io.reparto.protocol.message.JobOptions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options that every run has.
 *
 * @param workers worker actors
 * @param slots slots of each
 * @param format how the result is printed
 * @param progress whether progress is shown; empty to decide by whether stderr is a terminal
 * @param quiet no summary and no progress
 * @param maxRows most rows a table shows; 0 for all
 * @param options which the result does not depend on
 */
record RunSettings(
    int workers,
    int slots,
    ResultFormat format,
    Optional<Boolean> progress,
    boolean quiet,
    int maxRows,
    JobOptions options) {

  static final int DEFAULT_WORKERS = 1;
  private static final int DEFAULT_MAX_ROWS = 40;
  private static final int MOST_SLOTS = 1 << 15;

  static int defaultSlots() {
    return Runtime.getRuntime().availableProcessors();
  }

  static void addTo(CommandSpec command) {
    ArgGroupSpec.Builder group =
        ArgGroupSpec.builder()
            .heading("%nOptions of every run:%n")
            .validate(false)
            .exclusive(false);
    for (OptionSpec option :
        List.of(
            value("--workers", "W", "Worker actors in this process. Default: 1."),
            value("--slots", "S", "Slots of each worker. Default: one a core."),
            formatOption(),
            maxRowsOption(),
            progressOption(),
            ClusterOption.option(),
            value("--priority", "P", "Leases the job gets in its turn, on a cluster. Default: 1."),
            OptionSpec.builder("--no-speculation")
                .type(boolean.class)
                .description("No second copies of overdue tasks.")
                .build(),
            OptionSpec.builder("--detach")
                .type(boolean.class)
                .description("Print the job's id and leave it to the cluster.")
                .build(),
            OptionSpec.builder("-q", "--quiet")
                .type(boolean.class)
                .description("No progress and no summary; remarks and errors only.")
                .build())) {
      group.addArg(option);
    }
    CommonOptions.all().forEach(group::addArg);
    command.addArgGroup(group.build());
  }

  static OptionSpec formatOption() {
    return OptionSpec.builder("--format")
        .paramLabel("table|csv|json")
        .type(String.class)
        .completionCandidates(List.of("table", "csv", "json"))
        .description("How the result is printed. Default: table if stdout is a terminal, else csv.")
        .build();
  }

  static OptionSpec maxRowsOption() {
    return value(
        "--max-rows",
        "N",
        "Most rows a table shows; 0 for all. csv and json are always whole. Default: "
            + DEFAULT_MAX_ROWS
            + ".");
  }

  static OptionSpec progressOption() {
    return OptionSpec.builder("--progress")
        .type(boolean.class)
        .negatable(true)
        .description("Show progress or don't. Default: if stderr is a terminal.")
        .build();
  }

  static Optional<Boolean> progress(ParseResult parsed) {
    OptionSpec option = parsed.matchedOption("--progress");
    return option == null ? Optional.empty() : Optional.of(option.getValue());
  }

  static int maxRows(ParseResult parsed, String command) {
    return number(parsed, "--max-rows", DEFAULT_MAX_ROWS, 0, Integer.MAX_VALUE, command);
  }

  private static JobOptions options(ParseResult parsed, String command) {
    int priority =
        number(
            parsed,
            "--priority",
            JobOptions.USUAL.priority(),
            1,
            JobOptions.MOST_PRIORITY,
            command);
    return new JobOptions(priority, !parsed.hasMatchedOption("--no-speculation"));
  }

  private static OptionSpec value(String name, String placeholder, String description) {
    return OptionSpec.builder(name)
        .paramLabel(placeholder)
        .type(String.class)
        .arity("1")
        .description(description)
        .build();
  }

  /**
   * The settings that were given, and the defaults of the others.
   *
   * @throws UsageException if a value is none that the option takes
   */
  static RunSettings read(ParseResult parsed, boolean outIsTerminal, String command) {
    return new RunSettings(
        number(parsed, "--workers", DEFAULT_WORKERS, 1, MOST_SLOTS, command),
        number(parsed, "--slots", defaultSlots(), 1, MOST_SLOTS, command),
        format(parsed, outIsTerminal, command),
        progress(parsed),
        parsed.hasMatchedOption("--quiet"),
        maxRows(parsed, command),
        options(parsed, command));
  }

  /**
   * The format that was given, or the default.
   *
   * @throws UsageException if it is none
   */
  static ResultFormat format(ParseResult parsed, boolean outIsTerminal, String command) {
    OptionSpec option = parsed.matchedOption("--format");
    if (option == null) {
      return outIsTerminal ? ResultFormat.TABLE : ResultFormat.CSV;
    }
    String word = option.originalStringValues().get(0);
    for (ResultFormat format : ResultFormat.values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(word)) {
        return format;
      }
    }
    throw new UsageException("--format must be table, csv or json: given=" + word, command);
  }

  private static int number(
      ParseResult parsed, String name, int fallback, int least, int most, String command) {
    OptionSpec option = parsed.matchedOption(name);
    if (option == null) {
      return fallback;
    }
    String word = option.originalStringValues().get(0);
    try {
      int value = Integer.parseInt(word);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UsageException(
        name + " must be a whole number from " + least + " to " + most + ": given=" + word,
        command);
  }
}
