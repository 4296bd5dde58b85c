package io.reparto.node.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses a command's words; what is wrong with them is said in our words. */
final class CommandParser {
  private CommandParser() {}

  static CommandLine commandLine(CommandSpec spec) {
    var commandLine = new CommandLine(spec);
    commandLine.setExpandAtFiles(false); // @ is no special letter in an expression
    commandLine.setUnmatchedOptionsAllowedAsOptionParameters(false);
    commandLine.setInterpolateVariables(false);
    // By itself it ends at the first error, which may follow from another.
    spec.parser().collectErrors(true);
    return commandLine;
  }

  /**
   * Parses the words after a command's name.
   *
   * @param path the command's full name, such as {@code run pi}
   * @throws UsageException if the words don't fit
   */
  static ParseResult parse(CommandSpec spec, List<String> words, String path) {
    ParseResult result = commandLine(spec).parseArgs(words.toArray(new String[0]));
    List<Exception> errors = result.errors();
    if (errors.isEmpty()) {
      return result;
    }
    // What a misspelt option was meant to be is missing as well.
    Exception first =
        errors.stream()
            .filter(UnmatchedArgumentException.class::isInstance)
            .findFirst()
            .orElse(errors.get(0));
    throw new UsageException(problem(first, spec), path);
  }

  private static String problem(Exception error, CommandSpec spec) {
    if (error instanceof MissingParameterException missing) {
      return missing(missing);
    }
    if (error instanceof OverwrittenOptionException twice) {
      return "an option is given twice: " + name(twice.getOverwritten());
    }
    return unmatched(error, spec);
  }

  /** Picocli lists the unmatched words, or, after an option with many values, only says one. */
  private static String unmatched(Exception e, CommandSpec spec) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      return unmatched(unmatched.getUnmatched().get(0), spec);
    }
    String unknown = unknownOptionIn(e.getMessage());
    return unknown == null ? e.getMessage() : unmatched(unknown, spec);
  }

  private static String unmatched(String word, CommandSpec spec) {
    if (!word.startsWith("-")) {
      return "unexpected word: " + word;
    }
    int equals = word.indexOf('=');
    String option = equals < 0 ? word : word.substring(0, equals);
    var known = new ArrayList<String>();
    for (OptionSpec each : spec.options()) {
      if (!each.hidden()) {
        known.add(each.longestName());
      }
    }
    return "unknown option: " + option + Suggestions.hint(option, known);
  }

  private static String missing(MissingParameterException e) {
    List<ArgSpec> missing = e.getMissing();
    if (!missing.isEmpty() && missing.get(0).isPositional()) {
      return "a word is missing: " + name(missing.get(0));
    }
    String message = e.getMessage();
    if (missing.isEmpty() || message.startsWith("Expected parameter")) {
      return "an option lacks its value: " + (missing.isEmpty() ? message : name(missing.get(0)));
    }
    if (!message.startsWith("Missing required option")) {
      return "an option lacks its value: " + name(missing.get(0));
    }
    var names = new StringBuilder();
    for (ArgSpec each : missing) {
      names.append(names.isEmpty() ? "" : ", ").append(name(each));
    }
    return (missing.size() == 1 ? "missing option: " : "missing options: ") + names;
  }

  private static String name(ArgSpec argument) {
    if (argument instanceof OptionSpec option) {
      return option.longestName() + (option.arity().max() == 0 ? "" : "=" + option.paramLabel());
    }
    return argument.paramLabel();
  }

  private static String unknownOptionIn(String message) {
    String before = "Unknown option: '";
    int start = message.indexOf(before);
    if (start < 0) {
      return null;
    }
    start += before.length();
    int end = message.indexOf('\'', start);
    return end < 0 ? null : message.substring(start, end);
  }
}
