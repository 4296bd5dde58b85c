package io.reparto.node.cli;

import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.job.Parameter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** All commands and their options in picocli's form, for help and completion. */
final class CommandTree {
  static final String NAME = "reparto";

  private final Jobs jobs;
  private final int helpColumns;

  CommandTree(Jobs jobs, int helpColumns) {
    this.jobs = jobs;
    this.helpColumns = helpColumns;
  }

  CommandSpec whole() {
    CommandSpec run = parent("run", "JOB", "Run a job and print its result.");
    CommandSpec explain = parent("explain", "JOB", "Show a job's plan; run nothing.");
    for (Job job : jobs.all()) {
      run.addSubcommand(job.name(), ofJob("run", job, "Options of every run", RunSettings.OPTIONS));
      explain.addSubcommand(
          job.name(),
          ofJob(
              "explain",
              job,
              "Options of every plan (those of run are taken, too)",
              ExplainCommand.OPTIONS));
    }
    CommandSpec generate = parent("generate", "KIND", "Make an input file.");
    generate.addSubcommand("measurements", measurements());
    CommandSpec root = root();
    root.addSubcommand("run", run);
    root.addSubcommand("explain", explain);
    root.addSubcommand("generate", generate);
    root.addSubcommand("completion", completion());
    root.addSubcommand("help", command("help", "Show the help of a command: help run groupby."));
    return root;
  }

  private CommandSpec root() {
    CommandSpec root = command(NAME, "Splits jobs into tasks and runs them on all cores.");
    root.addOption(spec(Option.HELP));
    root.addOption(
        spec(Option.flag('V', "version", "Show the versions of reparto, Java and Akka and exit.")));
    UsageMessageSpec usage = root.usageMessage();
    usage.customSynopsis(NAME + " COMMAND ...");
    usage.commandListHeading("%nCommands:%n");
    usage.footer(
        "", "Try: " + NAME + " run --help for the jobs, " + NAME + " run JOB --help for one.");
    addExitCodes(usage);
    return root;
  }

  private CommandSpec parent(String name, String child, String summary) {
    CommandSpec command = command(name, summary);
    Option.COMMON.forEach(option -> command.addOption(spec(option)));
    UsageMessageSpec usage = command.usageMessage();
    usage.customSynopsis(NAME + " " + name + " " + child + " [OPTION]...");
    usage.commandListHeading(child.equals("JOB") ? "%nJobs:%n" : "%nKinds:%n");
    addExitCodes(usage);
    return command;
  }

  private CommandSpec ofJob(String parent, Job job, String heading, List<Option> options) {
    Option.join(job.name(), job.parameters(), options); // refuses a name taken twice
    CommandSpec command = command(job.name(), literal(job.summary()));
    ArgGroupSpec.Builder group =
        ArgGroupSpec.builder().heading("%n" + heading + ":%n").validate(false).exclusive(false);
    options.forEach(option -> group.addArg(spec(option)));
    command.addArgGroup(group.build());
    finish(command, parent, job.parameters());
    return command;
  }

  private CommandSpec measurements() {
    CommandSpec command =
        command("measurements", "Write lines station;temperature, as in the 1BRC.");
    finish(command, "generate", GenerateCommand.PARAMETERS);
    Option.COMMON.forEach(option -> command.addOption(spec(option)));
    return command;
  }

  private CommandSpec completion() {
    CommandSpec command = command("completion", "Print a completion script for bash and zsh.");
    Option.COMMON.forEach(option -> command.addOption(spec(option)));
    command.usageMessage().customSynopsis(NAME + " completion");
    command.usageMessage().footer("", "Use: source <(" + NAME + " completion)");
    return command;
  }

  private CommandSpec command(String name, String summary) {
    CommandSpec command = CommandSpec.create().name(name);
    UsageMessageSpec usage = command.usageMessage();
    usage.description(summary, "");
    usage.sortOptions(false);
    usage.width(helpColumns);
    return command;
  }

  private static void finish(CommandSpec command, String parent, List<Parameter> parameters) {
    var synopsis = new StringBuilder(NAME + " " + parent + " " + command.name());
    for (Parameter parameter : parameters) {
      command.addOption(spec(Option.of(parameter)));
      if (parameter.required()) {
        synopsis.append(' ').append(Option.of(parameter).form());
      }
    }
    UsageMessageSpec usage = command.usageMessage();
    usage.customSynopsis(literal(synopsis.append(" [OPTION]...").toString()));
    addExitCodes(usage);
  }

  private static OptionSpec spec(Option option) {
    Parameter parameter = option.parameter();
    String text = parameter.description();
    if (parameter.fallback() != null) {
      text += " Default: " + parameter.fallback() + ".";
    }
    OptionSpec.Builder spec =
        option.letter() == Option.NO_LETTER
            ? OptionSpec.builder(option.longName())
            : OptionSpec.builder("-" + option.letter(), option.longName());
    spec.description(text).hidden(option.hidden()).negatable(option.negatable());
    if (parameter.kind() == Parameter.Kind.FLAG) {
      return spec.type(boolean.class).arity("0").build();
    }
    String placeholder = parameter.placeholder();
    spec.paramLabel(placeholder);
    if (placeholder.contains("|")) {
      spec.completionCandidates(List.of(placeholder.split("\\|")));
    }
    // By the type completion knows where to offer files.
    boolean isPath =
        placeholder.startsWith("PATH")
            || placeholder.startsWith("FILE")
            || placeholder.startsWith("DIR");
    if (parameter.kind() == Parameter.Kind.ONE) {
      return spec.type(isPath ? Path.class : String.class).arity("1").build();
    }
    return spec.type(isPath ? Path[].class : String[].class).arity("1..*").build();
  }

  private static void addExitCodes(UsageMessageSpec usage) {
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put("0", "done");
    codes.put("1", "the job failed: its input, its tasks, or its result could not be written");
    codes.put("2", "wrong usage: an option, or a value that a job refuses before it starts");
    codes.put("130", "interrupted (143: terminated)");
    usage.exitCodeListHeading("%nExit codes:%n");
    usage.exitCodeList(codes);
  }

  /** Picocli formats what it shows, but for descriptions of options. */
  private static String literal(String text) {
    return text.replace("%", "%%");
  }
}
