package io.reparto.node.cli;

import io.reparto.protocol.job.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * An option of a command.
 *
 * @param parameter its name, values and description
 * @param letter its short form; {@link #NO_LETTER} for none
 * @param negatable whether there is a {@code --no-} form as well
 * @param hidden whether help leaves it out
 */
record Option(Parameter parameter, char letter, boolean negatable, boolean hidden) {
  static final char NO_LETTER = 0;

  static final Option HELP = flag('h', "help", "Show this help and exit.");

  /** The options of every command that loads the registry. */
  static final List<Option> COMMON =
      List.of(
          of(
              Parameter.optional(
                  "plugins",
                  "PATH",
                  Parameter.Kind.MANY,
                  "Jars, or directories of jars, with more jobs. Default: $REPARTO_PLUGINS.")),
          flag('v', "verbose", "Log what the runtime does."),
          HELP);

  static Option of(Parameter parameter) {
    return new Option(parameter, NO_LETTER, false, false);
  }

  static Option value(String name, String placeholder, String description) {
    return of(Parameter.optional(name, placeholder, Parameter.Kind.ONE, description));
  }

  static Option flag(char letter, String name, String description) {
    return new Option(Parameter.flag(name, description), letter, false, false);
  }

  static Option negatable(String name, String description) {
    return new Option(Parameter.flag(name, description), NO_LETTER, true, false);
  }

  Option asHidden() {
    return new Option(parameter, letter, negatable, true);
  }

  /** {@code --name}. */
  String longName() {
    return longName(parameter);
  }

  static String longName(Parameter parameter) {
    return "--" + parameter.name();
  }

  /** {@code --name=PLACEHOLDER}, for messages. */
  String form() {
    boolean takesValue = parameter.kind() != Parameter.Kind.FLAG;
    return longName() + (takesValue ? "=" + parameter.placeholder() : "");
  }

  /**
   * A job's parameters and the options of the command.
   *
   * @throws IllegalStateException if two have one name
   */
  static List<Option> join(String job, List<Parameter> parameters, List<Option> options) {
    var all = new ArrayList<Option>(options);
    for (Parameter parameter : parameters) {
      for (Option other : options) {
        if (other.parameter.name().equals(parameter.name())) {
          throw new IllegalStateException(
              "a job's parameter has the name of an option that every run has: job="
                  + job
                  + ", parameter="
                  + parameter.name());
        }
      }
      all.add(of(parameter));
    }
    return all;
  }
}
