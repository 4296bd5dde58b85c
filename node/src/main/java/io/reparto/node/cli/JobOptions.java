package io.reparto.node.cli;

import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** A job's parameters as options, and the options' values as a {@link JobSpec}. */
final class JobOptions {
  private JobOptions() {}

  /**
   * Adds an option for each parameter.
   *
   * @throws IllegalStateException if a parameter has the name of an option that every run has
   */
  static void add(CommandSpec command, List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      String option = optionName(parameter);
      if (command.findOption(option) != null) {
        throw new IllegalStateException(
            "a job's parameter has the name of an option that every run has: job="
                + command.name()
                + ", parameter="
                + parameter.name());
      }
      command.addOption(option(parameter));
    }
  }

  /**
   * As {@link #add}, for a command with options that not every run has.
   *
   * @throws UsageException if a parameter has the name of one
   */
  static void addOrRefuse(CommandSpec command, List<Parameter> parameters, String parent) {
    for (Parameter parameter : parameters) {
      if (command.findOption(optionName(parameter)) != null) {
        throw new UsageException(
            parent
                + " has an option of its own that is called as a parameter of the job: job="
                + command.name()
                + ", parameter="
                + parameter.name(),
            parent);
      }
    }
    add(command, parameters);
  }

  private static OptionSpec option(Parameter parameter) {
    OptionSpec.Builder option =
        OptionSpec.builder(optionName(parameter))
            .description(description(parameter))
            .required(parameter.required());
    if (parameter.kind() == Parameter.Kind.FLAG) {
      return option.type(boolean.class).arity("0").build();
    }
    String placeholder = parameter.placeholder();
    option.paramLabel(placeholder);
    if (placeholder.contains("|")) {
      option.completionCandidates(List.of(placeholder.split("\\|")));
    }
    if (parameter.kind() == Parameter.Kind.ONE) {
      return option.type(isPath(parameter) ? Path.class : String.class).arity("1").build();
    }
    return option.type(isPath(parameter) ? Path[].class : String[].class).arity("1..*").build();
  }

  /** Lets completion offer files. */
  private static boolean isPath(Parameter parameter) {
    String placeholder = parameter.placeholder();
    return placeholder.startsWith("PATH")
        || placeholder.startsWith("FILE")
        || placeholder.startsWith("DIR");
  }

  private static String description(Parameter parameter) {
    String text = parameter.description();
    if (parameter.fallback() != null) {
      text += " Default: " + parameter.fallback() + ".";
    }
    return text;
  }

  static String optionName(Parameter parameter) {
    return "--" + parameter.name();
  }

  /** The values given, and the fallbacks of what was not. */
  static JobSpec read(Job job, ParseResult parsed) {
    return new JobSpec(job.name(), arguments(job.parameters(), parsed));
  }

  static Map<String, List<String>> arguments(List<Parameter> parameters, ParseResult parsed) {
    var arguments = new LinkedHashMap<String, List<String>>();
    for (Parameter parameter : parameters) {
      OptionSpec matched = parsed.matchedOption(optionName(parameter));
      if (matched != null) {
        arguments.put(parameter.name(), values(parameter, matched.originalStringValues()));
      } else if (parameter.fallback() != null) {
        arguments.put(parameter.name(), List.of(parameter.fallback()));
      }
    }
    return arguments;
  }

  private static List<String> values(Parameter parameter, List<String> words) {
    return switch (parameter.kind()) {
      case FLAG -> List.of();
      case ONE, MANY -> words;
      case LIST -> {
        var values = new ArrayList<String>();
        for (String word : words) {
          int start = 0;
          while (start <= word.length()) {
            int comma = word.indexOf(',', start);
            int end = comma < 0 ? word.length() : comma;
            values.add(word.substring(start, end).strip());
            start = end + 1;
          }
        }
        yield values;
      }
    };
  }
}
