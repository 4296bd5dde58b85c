package io.reparto.node.cli;

import io.reparto.node.cli.explain.PlanFormat;
import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Plan;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Plans a job and shows the plan. */
final class ExplainCommand {
  /** Its own, and those of run, so that one word turns a run into its plan. */
  static final List<Option> OPTIONS = options();

  private ExplainCommand() {}

  private static List<Option> options() {
    var all = new ArrayList<Option>();
    all.add(Option.value("format", "text|json|dot", "How the plan is printed. Default: text."));
    all.addAll(Option.COMMON);
    for (Option option : RunSettings.OPTIONS) {
      if (!Option.COMMON.contains(option) && !option.parameter().name().equals("format")) {
        all.add(option.asHidden());
      }
    }
    return List.copyOf(all);
  }

  static int explain(Job job, Map<String, List<String>> values, Console console) {
    String path = "explain " + job.name();
    PlanFormat format = format(values, path);
    JobSpec spec = JobArguments.spec(job, values);
    Plan plan;
    try {
      plan = job.plan(spec);
    } catch (InvalidJobException e) {
      if (RunCommand.namesOption(e.getMessage(), job.parameters())) {
        throw new UsageException(e.getMessage(), path);
      }
      throw e;
    } catch (IOException e) {
      console.err().println(CommandTree.NAME + ": the input can't be read: " + e);
      return ExitCode.FAILED;
    }
    try {
      format.write(spec, plan, console.unicode(), new BufferedOutputStream(console.out()));
      return ExitCode.DONE;
    } catch (IOException e) {
      int code = OutputFailure.report(e, console);
      return code == OutputFailure.READER_GONE ? ExitCode.DONE : code;
    }
  }

  private static PlanFormat format(Map<String, List<String>> values, String path) {
    List<String> given = values.get("format");
    if (given == null) {
      return PlanFormat.TEXT;
    }
    for (PlanFormat format : PlanFormat.values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(given.get(0))) {
        return format;
      }
    }
    throw new UsageException("--format must be text, json or dot: given=" + given.get(0), path);
  }
}
