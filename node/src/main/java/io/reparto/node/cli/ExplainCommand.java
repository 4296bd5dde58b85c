package io.reparto.node.cli;

import io.reparto.node.cli.explain.PlanFormat;
import io.reparto.protocol.job.InputUnavailableException;
import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Plan;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Plans a job and shows the plan. */
final class ExplainCommand {
  private ExplainCommand() {}

  static int explain(Job job, ParseResult parsed, Console console) {
    String path = "explain " + job.name();
    PlanFormat format = format(parsed, path);
    JobSpec spec = JobOptions.read(job, parsed);
    Plan plan;
    try {
      plan = job.plan(spec);
    } catch (InvalidJobException e) {
      if (RunCommand.namesOption(e.getMessage(), job.parameters())) {
        throw new UsageException(e.getMessage(), path);
      }
      throw e;
    } catch (InputUnavailableException e) {
      throw new InvalidJobException(e.getMessage(), e);
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

  private static PlanFormat format(ParseResult parsed, String path) {
    OptionSpec option = parsed.matchedOption("--format");
    if (option == null) {
      return PlanFormat.TEXT;
    }
    String word = option.originalStringValues().get(0);
    for (PlanFormat format : PlanFormat.values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(word)) {
        return format;
      }
    }
    throw new UsageException("--format must be text, json or dot: given=" + word, path);
  }
}
