package io.reparto.node.cli;

import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.job.Parameter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The commands and their options. Built whole for help and completion; for a run only the one
 * branch that the words name, because start-up pays for every option.
 */
final class CommandTree {
  static final String NAME = "reparto";

  private final Jobs jobs;
  private final int helpColumns;

  CommandTree(Jobs jobs, int helpColumns) {
    this.jobs = jobs;
    this.helpColumns = helpColumns;
  }

  CommandSpec whole() {
    CommandSpec root = root();
    CommandSpec run = parent("run", "Run a job and print its result.");
    CommandSpec time = parent(TimeOptions.COMMAND, "Time a job: warm-up, repeats, where it goes.");
    CommandSpec scale =
        parent(ScaleOptions.COMMAND, "Run a job at several sizes and fit the laws of scaling.");
    CommandSpec explain = parent("explain", "Show a job's plan; run nothing.");
    for (Job job : jobs.all()) {
      run.addSubcommand(job.name(), run(job));
      addUnlessOptionsClash(time, job, this::time);
      addUnlessOptionsClash(scale, job, this::scale);
      explain.addSubcommand(job.name(), explain(job));
    }
    CommandSpec generate = parent("generate", "Make an input file.");
    generate.addSubcommand("measurements", measurements());
    root.addSubcommand("run", run);
    root.addSubcommand(TimeOptions.COMMAND, time);
    root.addSubcommand(ScaleOptions.COMMAND, scale);
    root.addSubcommand("explain", explain);
    root.addSubcommand("generate", generate);
    root.addSubcommand(RaceOptions.COMMAND, race());
    root.addSubcommand(DrillOptions.COMMAND, drill());
    root.addSubcommand("node", node());
    for (String name : LocalCommands.names()) {
      root.addSubcommand(name, local(LocalCommands.named(name)));
    }
    for (String name : RemoteCommands.names()) {
      root.addSubcommand(name, remote(name));
    }
    root.addSubcommand("completion", completion());
    root.addSubcommand("help", help());
    return root;
  }

  private CommandSpec root() {
    CommandSpec root = command(NAME, "Splits jobs into tasks and runs them on all cores.");
    root.addOption(CommonOptions.help());
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .type(boolean.class)
            .versionHelp(true)
            .description("Show the versions of reparto, Java and Akka and exit.")
            .build());
    UsageMessageSpec usage = root.usageMessage();
    usage.customSynopsis(NAME + " COMMAND ...");
    usage.footer(
        "", "Try: " + NAME + " run --help for the jobs, " + NAME + " run JOB --help for one.");
    addExitCodes(usage);
    return root;
  }

  private CommandSpec parent(String name, String summary) {
    CommandSpec command = command(name, summary);
    CommonOptions.all().forEach(command::addOption);
    boolean takesJob = !name.equals("generate");
    UsageMessageSpec usage = command.usageMessage();
    usage.customSynopsis(NAME + " " + name + (takesJob ? " JOB" : " KIND") + " [OPTION]...");
    usage.commandListHeading(takesJob ? "%nJobs:%n" : "%nKinds:%n");
    addExitCodes(usage);
    return command;
  }

  /** {@code run} of one job. */
  CommandSpec run(Job job) {
    CommandSpec command = command(job.name(), literal(job.summary()));
    RunSettings.addTo(command);
    JobOptions.add(command, job.parameters());
    finish(command, "run", job.parameters());
    return command;
  }

  /** For help, a job that can't be measured is just not there. */
  private static void addUnlessOptionsClash(
      CommandSpec parent, Job job, Function<Job, CommandSpec> command) {
    try {
      parent.addSubcommand(job.name(), command.apply(job));
    } catch (UsageException e) {
      // Said to whoever tries.
    }
  }

  /** {@code time} of one job; as {@link #scale}. */
  CommandSpec time(Job job) {
    return measuring(job, TimeOptions.COMMAND, TimeOptions::addTo);
  }

  /**
   * {@code scale} of one job.
   *
   * @throws UsageException if a parameter of the job has the name of an option of the command
   */
  CommandSpec scale(Job job) {
    return measuring(job, ScaleOptions.COMMAND, ScaleOptions::addTo);
  }

  private CommandSpec measuring(Job job, String parent, Consumer<CommandSpec> options) {
    CommandSpec command = command(job.name(), literal(job.summary()));
    options.accept(command);
    JobOptions.addOrRefuse(command, job.parameters(), parent);
    finish(command, parent, job.parameters());
    return command;
  }

  /**
   * {@code explain} of one job: takes every option of run, so that one word turns one into other.
   */
  CommandSpec explain(Job job) {
    CommandSpec command = command(job.name(), literal(job.summary()));
    ArgGroupSpec.Builder group =
        ArgGroupSpec.builder()
            .heading("%nOptions of every plan (those of run are taken, too):%n")
            .validate(false)
            .exclusive(false);
    group.addArg(
        OptionSpec.builder("--format")
            .paramLabel("text|json|dot")
            .type(String.class)
            .completionCandidates(List.of("text", "json", "dot"))
            .description("How the plan is printed. Default: text.")
            .build());
    CommonOptions.all().forEach(group::addArg);
    for (String name : List.of("--workers", "--slots", "--max-rows", "--cluster", "--priority")) {
      group.addArg(OptionSpec.builder(name).type(String.class).arity("1").hidden(true).build());
    }
    group.addArg(
        OptionSpec.builder("--progress").type(boolean.class).negatable(true).hidden(true).build());
    for (String name : List.of("--no-speculation", "--detach")) {
      group.addArg(OptionSpec.builder(name).type(boolean.class).hidden(true).build());
    }
    group.addArg(OptionSpec.builder("-q", "--quiet").type(boolean.class).hidden(true).build());
    command.addArgGroup(group.build());
    JobOptions.add(command, job.parameters());
    finish(command, "explain", job.parameters());
    return command;
  }

  CommandSpec measurements() {
    CommandSpec command =
        command("measurements", "Write lines station;temperature, as in the 1BRC.");
    JobOptions.add(command, GenerateCommand.PARAMETERS);
    CommonOptions.all().forEach(command::addOption);
    finish(command, "generate", GenerateCommand.PARAMETERS);
    return command;
  }

  CommandSpec node() {
    CommandSpec command = command("node", "Run one node of a cluster until SIGTERM.");
    command.addOption(
        OptionSpec.builder("--config")
            .paramLabel("FILE")
            .type(Path.class)
            .description(
                "Settings in HOCON, over those of reference.conf: reparto.node and others.")
            .build());
    CommonOptions.all().forEach(command::addOption);
    command.usageMessage().customSynopsis(NAME + " node [OPTION]...");
    addExitCodes(command.usageMessage());
    return command;
  }

  /** A command on a local cluster. */
  CommandSpec local(LocalCommand local) {
    CommandSpec command = command(local.name(), local.summary());
    LocalCommands.addOptions(local, command);
    UsageMessageSpec usage = command.usageMessage();
    String words = local.words().isEmpty() ? "" : local.words() + " ";
    usage.customSynopsis(NAME + " " + local.name() + " " + words + "[OPTION]...");
    addExitCodes(usage, "done", "it can't be done, stderr says why", "wrong usage");
    return command;
  }

  /** A command on the jobs of a cluster. */
  CommandSpec remote(String name) {
    CommandSpec command = command(name, RemoteCommands.summary(name));
    RemoteCommands.addOptions(name, command);
    String job = RemoteCommands.takesJob(name) ? " JOB" : "";
    command.usageMessage().customSynopsis(NAME + " " + name + job + " [OPTION]...");
    addExitCodes(command.usageMessage());
    return command;
  }

  CommandSpec drill() {
    CommandSpec command =
        command(
            DrillOptions.COMMAND,
            "Break local clusters by seeded schedules, and compare what jobs answer with one JVM.");
    DrillOptions.addTo(command);
    UsageMessageSpec usage = command.usageMessage();
    usage.customSynopsis(NAME + " drill [OPTION]...");
    addExitCodes(
        usage,
        "every schedule ended as it should, or was skipped",
        "one did not, or a cluster could not be started",
        "wrong usage");
    return command;
  }

  CommandSpec race() {
    CommandSpec command =
        command(
            RaceOptions.COMMAND,
            "Count together in every way there is: who loses updates, and at what cost.");
    RaceOptions.addTo(command);
    UsageMessageSpec usage = command.usageMessage();
    usage.customSynopsis(NAME + " race [OPTION]...");
    addExitCodes(
        usage,
        "done, whatever the race did",
        "a correct strategy lost an update, a process died, or a result could not be written",
        "wrong usage");
    return command;
  }

  CommandSpec completion() {
    CommandSpec command = command("completion", "Print a completion script for bash and zsh.");
    CommonOptions.all().forEach(command::addOption);
    command.usageMessage().customSynopsis(NAME + " completion");
    command.usageMessage().footer("", "Use: source <(" + NAME + " completion)");
    return command;
  }

  private CommandSpec help() {
    CommandSpec command = command("help", "Show the help of a command: help run groupby.");
    command.addOption(CommonOptions.help());
    return command;
  }

  private CommandSpec command(String name, String summary) {
    CommandSpec command = CommandSpec.create().name(name);
    UsageMessageSpec usage = command.usageMessage();
    usage.description(summary);
    usage.sortOptions(false);
    usage.width(helpColumns);
    return command;
  }

  private static void finish(CommandSpec command, String parent, List<Parameter> parameters) {
    var synopsis = new StringBuilder(NAME + " " + parent + " " + command.name());
    for (Parameter parameter : parameters) {
      if (parameter.required()) {
        synopsis.append(" --").append(parameter.name()).append('=');
        synopsis.append(parameter.placeholder());
      }
    }
    UsageMessageSpec usage = command.usageMessage();
    usage.customSynopsis(literal(synopsis.append(" [OPTION]...").toString()));
    addExitCodes(usage);
  }

  private static void addExitCodes(UsageMessageSpec usage) {
    addExitCodes(
        usage,
        "done",
        "the job failed: its input, its tasks, or its result could not be written",
        "wrong usage: an option, or a value that a job refuses before it starts");
  }

  private static void addExitCodes(
      UsageMessageSpec usage, String done, String failed, String refused) {
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put("0", done);
    codes.put("1", failed);
    codes.put("2", refused);
    codes.put("130", "interrupted (143: terminated)");
    usage.exitCodeListHeading("%nExit codes:%n");
    usage.exitCodeList(codes);
  }

  /** Picocli formats what it shows. */
  private static String literal(String text) {
    return text.replace("%", "%%");
  }
}
