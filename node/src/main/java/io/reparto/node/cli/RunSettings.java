package io.reparto.node.cli;

import io.reparto.node.cli.output.ResultFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The options that every run has.
 *
 * @param workers worker actors
 * @param slots slots of each
 * @param format how the result is printed
 * @param progress whether progress is shown; empty to decide by whether stderr is a terminal
 * @param quiet no summary and no progress
 * @param maxRows most rows a table shows; 0 for all
 */
record RunSettings(
    int workers,
    int slots,
    ResultFormat format,
    Optional<Boolean> progress,
    boolean quiet,
    int maxRows) {

  static final int DEFAULT_WORKERS = 1;
  private static final int DEFAULT_MAX_ROWS = 40;
  private static final int MOST_SLOTS = 1 << 15;

  static final List<Option> OPTIONS =
      concat(
          List.of(
              Option.value("workers", "W", "Worker actors in this process. Default: 1."),
              Option.value("slots", "S", "Slots of each worker. Default: one a core."),
              Option.value(
                  "format",
                  "table|csv|json",
                  "How the result is printed. Default: table if stdout is a terminal, else csv."),
              Option.value(
                  "max-rows",
                  "N",
                  "Most rows a table shows; 0 for all. csv and json are always whole. Default: "
                      + DEFAULT_MAX_ROWS
                      + "."),
              Option.negatable(
                  "progress", "Show progress or don't. Default: if stderr is a terminal."),
              Option.flag('q', "quiet", "No progress and no summary; remarks and errors only.")),
          Option.COMMON);

  private static List<Option> concat(List<Option> first, List<Option> rest) {
    var all = new ArrayList<>(first);
    all.addAll(rest);
    return List.copyOf(all);
  }

  static int defaultSlots() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * The settings that were given, and the defaults of the others.
   *
   * @param values as {@link OptionParser} read them
   * @param path the command's full name
   * @throws UsageException if a value is none that the option takes
   */
  static RunSettings read(Map<String, List<String>> values, boolean outIsTerminal, String path) {
    Optional<Boolean> progress =
        values.containsKey("progress")
            ? Optional.of(true)
            : values.containsKey("no-progress") ? Optional.of(false) : Optional.empty();
    return new RunSettings(
        number(values, "workers", DEFAULT_WORKERS, 1, MOST_SLOTS, path),
        number(values, "slots", defaultSlots(), 1, MOST_SLOTS, path),
        format(values, outIsTerminal, path),
        progress,
        values.containsKey("quiet"),
        number(values, "max-rows", DEFAULT_MAX_ROWS, 0, Integer.MAX_VALUE, path));
  }

  private static ResultFormat format(
      Map<String, List<String>> values, boolean outIsTerminal, String path) {
    List<String> given = values.get("format");
    if (given == null) {
      return outIsTerminal ? ResultFormat.TABLE : ResultFormat.CSV;
    }
    for (ResultFormat format : ResultFormat.values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(given.get(0))) {
        return format;
      }
    }
    throw new UsageException("--format must be table, csv or json: given=" + given.get(0), path);
  }

  private static int number(
      Map<String, List<String>> values,
      String name,
      int fallback,
      int least,
      int most,
      String path) {
    List<String> given = values.get(name);
    if (given == null) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(given.get(0));
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UsageException(
        "--"
            + name
            + " must be a whole number from "
            + least
            + " to "
            + most
            + ": given="
            + given.get(0),
        path);
  }
}
