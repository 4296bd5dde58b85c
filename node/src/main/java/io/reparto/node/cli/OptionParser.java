package io.reparto.node.cli;

import io.reparto.protocol.job.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the words after a command's name. Picocli, which draws the help and the completion from the
 * same {@link Option}s, could do it too, but it is compiled for Java 5: the JVM keeps such classes
 * out of the start-up archive, and loading the 150 of them took as long as starting the actors.
 */
final class OptionParser {
  private final List<Option> options;
  private final List<String> words;
  private final String path;
  private final Map<String, List<String>> values = new LinkedHashMap<>();
  private int next;

  private OptionParser(List<Option> options, List<String> words, String path) {
    this.options = options;
    this.words = words;
    this.path = path;
  }

  /**
   * The values by name: none for a flag, {@code no-name} for the negated form.
   *
   * @param path the command's full name, such as {@code run pi}
   * @throws UsageException if the words don't fit
   */
  static Map<String, List<String>> parse(List<Option> options, List<String> words, String path) {
    var parser = new OptionParser(options, words, path);
    parser.readAll();
    parser.checkRequired();
    return parser.values;
  }

  private void readAll() {
    while (next < words.size()) {
      String word = words.get(next++);
      if (word.startsWith("--") && word.length() > 2) {
        readLong(word);
      } else if (isOption(word)) {
        readLetters(word);
      } else {
        throw new UsageException("unexpected word: " + word, path);
      }
    }
  }

  private void readLong(String word) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    String attached = equals < 0 ? null : word.substring(equals + 1);
    for (Option option : options) {
      if (option.longName().equals(name)) {
        read(option, attached);
        return;
      }
      if (option.negatable()
          && attached == null
          && name.equals("--no-" + option.parameter().name())) {
        values.put("no-" + option.parameter().name(), List.of());
        values.remove(option.parameter().name());
        return;
      }
    }
    var known = new ArrayList<String>();
    for (Option option : options) {
      if (!option.hidden()) {
        known.add(option.longName());
      }
    }
    throw new UsageException("unknown option: " + name + Suggestions.hint(name, known), path);
  }

  /** Flags only, such as {@code -q} or {@code -qv}. */
  private void readLetters(String word) {
    for (int index = 1; index < word.length(); index++) {
      Option found = null;
      for (Option option : options) {
        if (option.letter() == word.charAt(index)) {
          found = option;
        }
      }
      if (found == null) {
        throw new UsageException("unknown option: " + word, path);
      }
      read(found, null);
    }
  }

  private void read(Option option, String attached) {
    Parameter parameter = option.parameter();
    String name = parameter.name();
    switch (parameter.kind()) {
      case FLAG -> {
        if (attached != null) {
          throw new UsageException("an option takes no value: " + option.longName(), path);
        }
        values.put(name, List.of());
        values.remove("no-" + name);
      }
      case ONE -> {
        if (values.containsKey(name)) {
          throw new UsageException("an option is given twice: " + option.form(), path);
        }
        values.put(name, List.of(attached == null ? value(option) : attached));
      }
      case MANY, LIST -> {
        List<String> all = values.computeIfAbsent(name, key -> new ArrayList<>());
        add(parameter, attached == null ? value(option) : attached, all);
        while (next < words.size() && !isOption(words.get(next))) {
          add(parameter, words.get(next++), all);
        }
      }
    }
  }

  private String value(Option option) {
    if (next == words.size()) {
      throw new UsageException("an option lacks its value: " + option.form(), path);
    }
    String word = words.get(next);
    if (isOption(word)) {
      throw new UsageException(
          "an option lacks its value: "
              + option.form()
              + "; "
              + word
              + " looks like an option, and would be the value with = before it",
          path);
    }
    next++;
    return word;
  }

  private static void add(Parameter parameter, String word, List<String> all) {
    if (parameter.kind() == Parameter.Kind.MANY) {
      all.add(word);
      return;
    }
    int start = 0;
    while (start <= word.length()) {
      int comma = word.indexOf(',', start);
      int end = comma < 0 ? word.length() : comma;
      all.add(word.substring(start, end).strip());
      start = end + 1;
    }
  }

  /** A negative number and a lone hyphen are none. */
  private static boolean isOption(String word) {
    if (word.length() < 2 || word.charAt(0) != '-') {
      return false;
    }
    char second = word.charAt(1);
    return second != '.' && (second < '0' || second > '9');
  }

  private void checkRequired() {
    var missing = new ArrayList<String>();
    for (Option option : options) {
      if (option.parameter().required() && !values.containsKey(option.parameter().name())) {
        missing.add(option.form());
      }
    }
    if (!missing.isEmpty()) {
      String what = missing.size() == 1 ? "missing option: " : "missing options: ";
      throw new UsageException(what + String.join(", ", missing), path);
    }
  }
}
