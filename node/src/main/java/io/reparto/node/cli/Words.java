package io.reparto.node.cli;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The words after {@code reparto}, before they are parsed: what must be known to load the registry
 * and to start the runtime while the rest is being parsed.
 */
record Words(List<String> all) {

  /** Takes {@code help run pi} for {@code run pi --help}. */
  static Words of(String... words) {
    if (words.length > 0 && words[0].equals("help")) {
      var turned = new ArrayList<>(List.of(words).subList(1, words.length));
      turned.add("--help");
      return new Words(List.copyOf(turned));
    }
    return new Words(List.of(words));
  }

  /** The command, such as {@code run}; empty if an option comes first. */
  String command() {
    return wordAt(0);
  }

  /** The word after the command, such as a job's name; empty if an option comes first. */
  String subcommand() {
    return command().isEmpty() ? "" : wordAt(1);
  }

  private String wordAt(int index) {
    return index < all.size() && !all.get(index).startsWith("-") ? all.get(index) : "";
  }

  boolean has(String option) {
    return all.contains(option);
  }

  boolean asksForHelp() {
    return has("--help") || has("-h");
  }

  /** Every value of an option, given as {@code --name value} or {@code --name=value}. */
  List<String> values(String option) {
    var values = new ArrayList<String>();
    for (int index = 0; index < all.size(); index++) {
      String word = all.get(index);
      if (word.equals(option) && index + 1 < all.size()) {
        values.add(all.get(index + 1));
      } else if (word.startsWith(option) && word.startsWith("=", option.length())) {
        values.add(word.substring(option.length() + 1));
      }
    }
    return values;
  }

  /** The option's value if it is a whole number above 0, the fallback if the option is absent. */
  OptionalInt positive(String option, int fallback) {
    List<String> values = values(option);
    if (values.isEmpty()) {
      return OptionalInt.of(fallback);
    }
    try {
      int value = Integer.parseInt(values.get(0));
      return value > 0 ? OptionalInt.of(value) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  /** Paths of plug-ins: of every {@code --plugins}, else of the environment. */
  List<String> plugins(String fromEnvironment) {
    List<String> given = values("--plugins");
    if (given.isEmpty() && fromEnvironment != null) {
      given = List.of(fromEnvironment);
    }
    var paths = new ArrayList<String>();
    for (String list : given) {
      int start = 0;
      while (start <= list.length()) {
        int end = list.indexOf(File.pathSeparatorChar, start);
        end = end < 0 ? list.length() : end;
        if (end > start) {
          paths.add(list.substring(start, end));
        }
        start = end + 1;
      }
    }
    return paths;
  }
}
