package io.reparto.node.cli;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Options that take one word, and the checks of that word. */
final class OptionValues {
  private static final int MOST_SECONDS = 24 * 60 * 60;

  private OptionValues() {}

  static OptionSpec option(String name, String placeholder, String description) {
    return OptionSpec.builder(name)
        .paramLabel(placeholder)
        .type(String.class)
        .arity("1")
        .description(description)
        .build();
  }

  /** An option that takes one of some words. */
  static OptionSpec choice(String name, List<String> words, String description) {
    return OptionSpec.builder(name)
        .paramLabel(String.join("|", words))
        .type(String.class)
        .completionCandidates(words)
        .description(description)
        .build();
  }

  static OptionSpec timeout(int fallbackSeconds, String what) {
    return option("--timeout", "SECONDS", what + " Default: " + fallbackSeconds + ".");
  }

  static Optional<String> word(ParseResult parsed, String name) {
    OptionSpec option = parsed.matchedOption(name);
    return option == null ? Optional.empty() : Optional.of(option.originalStringValues().get(0));
  }

  /**
   * A whole number.
   *
   * @throws UsageException if the word is none, or outside of the range
   */
  static Optional<Integer> number(
      ParseResult parsed, String name, int least, int most, String command) {
    Optional<String> word = word(parsed, name);
    if (word.isEmpty()) {
      return Optional.empty();
    }
    try {
      int value = Integer.parseInt(word.get());
      if (value >= least && value <= most) {
        return Optional.of(value);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UsageException(
        name + " must be a whole number from " + least + " to " + most + ": given=" + word.get(),
        command);
  }

  /**
   * One of some words.
   *
   * @throws UsageException if it is another
   */
  static Optional<String> oneOf(
      ParseResult parsed, String name, Collection<String> words, String command) {
    Optional<String> word = word(parsed, name);
    if (word.isPresent() && !words.contains(word.get())) {
      throw new UsageException(
          name
              + " must be one of "
              + String.join(", ", words)
              + ": given="
              + word.get()
              + Suggestions.hint(word.get(), words),
          command);
    }
    return word;
  }

  static Duration timeout(ParseResult parsed, int fallbackSeconds, String command) {
    return Duration.ofSeconds(
        number(parsed, "--timeout", 1, MOST_SECONDS, command).orElse(fallbackSeconds));
  }
}
