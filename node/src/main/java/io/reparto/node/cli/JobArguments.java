package io.reparto.node.cli;

import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of a command's options is for the job. */
final class JobArguments {
  private JobArguments() {}

  /**
   * The job's arguments: the values given, and the fallbacks of what was not.
   *
   * @param values as {@link OptionParser} read them
   */
  static JobSpec spec(Job job, Map<String, List<String>> values) {
    return new JobSpec(job.name(), of(job.parameters(), values));
  }

  /** The same for any parameters. */
  static Map<String, List<String>> of(
      List<Parameter> parameters, Map<String, List<String>> values) {
    var arguments = new LinkedHashMap<String, List<String>>();
    for (Parameter parameter : parameters) {
      List<String> given = values.get(parameter.name());
      if (given != null) {
        arguments.put(parameter.name(), given);
      } else if (parameter.fallback() != null) {
        arguments.put(parameter.name(), List.of(parameter.fallback()));
      }
    }
    return arguments;
  }
}
