package io.reparto.node.cli;

import io.reparto.node.cli.output.FailedAttempts;
import io.reparto.node.cli.output.ResultFormat;
import io.reparto.node.cli.output.ResultOutput;
import io.reparto.node.cli.output.StatusOutput;
import io.reparto.node.cli.output.Summary;
import io.reparto.node.cli.output.WorkerLogs;
import io.reparto.node.cli.remote.ApiAddress;
import io.reparto.node.cli.remote.ApiClient;
import io.reparto.node.cli.remote.RemoteJobClient;
import io.reparto.protocol.api.ApiJson;
import io.reparto.protocol.api.DiagnosisJson;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.TextColumn;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The commands on the jobs of a running cluster. */
final class RemoteCommands {
  private static final List<String> NAMES = List.of("jobs", "status", "watch", "cancel", "result");

  private static final String DIAGNOSTICS = "--diagnostics";

  private RemoteCommands() {}

  static List<String> names() {
    return NAMES;
  }

  static String summary(String name) {
    return switch (name) {
      case "jobs" -> "List the newest jobs of a cluster.";
      case "status" -> "Show how far a job of a cluster is.";
      case "watch" -> "Follow a job of a cluster to its end.";
      case "cancel" -> "Cancel a job of a cluster.";
      default -> "Print the result of a job of a cluster.";
    };
  }

  static boolean takesJob(String name) {
    return !name.equals("jobs");
  }

  static void addOptions(String name, CommandSpec command) {
    command.addOption(ClusterOption.option());
    if (name.equals("jobs")) {
      command.addOption(
          OptionSpec.builder("--state")
              .paramLabel("STATE")
              .type(String.class)
              .arity("1")
              .completionCandidates(states())
              .description("Only those in this state: " + String.join(", ", states()) + ".")
              .build());
    }
    if (name.equals("status")) {
      command.addOption(
          OptionSpec.builder(DIAGNOSTICS)
              .arity("0")
              .type(boolean.class)
              .description(
                  "Print the inner state of a job that runs, as JSON: why does it not get on?")
              .build());
    }
    if (name.equals("watch")) {
      command.addOption(RunSettings.progressOption());
      command.addOption(
          OptionSpec.builder("--format")
              .paramLabel("table|csv|json")
              .type(String.class)
              .completionCandidates(List.of("table", "csv", "json"))
              .description("Print what became of the job, as status does. Default: not.")
              .build());
    } else if (!name.equals("cancel")) {
      command.addOption(RunSettings.formatOption());
      command.addOption(RunSettings.maxRowsOption());
    }
    if (takesJob(name)) {
      command.addPositional(
          PositionalParamSpec.builder()
              .paramLabel("JOB")
              .type(String.class)
              .arity("1")
              .description("The job's id, as 'jobs' lists them.")
              .build());
    }
    command.addOption(CommonOptions.help());
  }

  private static List<String> states() {
    return Arrays.stream(JobStatus.State.values()).map(RemoteCommands::word).toList();
  }

  private static String word(JobStatus.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Does one of {@link #names}.
   *
   * @return the exit code
   */
  static int run(String name, ParseResult parsed, Console console, Interruption interruption)
      throws IOException, InterruptedException {
    var notes = new Notes(console);
    ApiAddress cluster = ClusterOption.require(parsed, console.environment(), name);
    var api = new ApiClient(cluster, notes);
    WorkerLogs logs = ClusterOption.logs(cluster, console.environment());
    var session = new Session(console, interruption, notes, logs);
    if (name.equals("jobs")) {
      Optional<JobStatus.State> state = state(parsed);
      return print(interruption.interrupting(() -> api.list(state)), parsed, console, name);
    }
    JobId job = job(parsed, name);
    return switch (name) {
      case "status" ->
          parsed.hasMatchedOption(DIAGNOSTICS)
              ? print(interruption.interrupting(() -> api.diagnose(job)), console)
              : status(interruption.interrupting(() -> api.describe(job)), parsed, session);
      case "watch" -> watch(api, job, parsed, session);
      case "cancel" -> cancel(interruption.interrupting(() -> api.cancel(job)), console);
      default -> print(interruption.interrupting(() -> api.result(job)), parsed, console, "result");
    };
  }

  private static JobId job(ParseResult parsed, String name) {
    String id = parsed.matchedPositional(0).originalStringValues().get(0);
    try {
      return new JobId(id);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), name);
    }
  }

  private static Optional<JobStatus.State> state(ParseResult parsed) {
    OptionSpec option = parsed.matchedOption("--state");
    if (option == null) {
      return Optional.empty();
    }
    String given = option.originalStringValues().get(0);
    if (!states().contains(given)) {
      throw new UsageException(
          "--state must be one of " + String.join(", ", states()) + ": given=" + given, "jobs");
    }
    return Optional.of(JobStatus.State.valueOf(given.toUpperCase(Locale.ROOT)));
  }

  private static int print(DiagnosisJson diagnosis, Console console) {
    try {
      String text = ApiJson.prettyText(diagnosis) + "\n";
      console.out().write(text.getBytes(StandardCharsets.UTF_8));
      console.out().flush();
      return ExitCode.DONE;
    } catch (IOException e) {
      return OutputFailure.report(e, console);
    }
  }

  private static int status(JobStatus status, ParseResult parsed, Session session)
      throws IOException {
    Console console = session.console();
    int code = print(status, parsed, session, "status");
    if (!status.reason().isEmpty()) {
      console.err().println(CommandTree.NAME + ": " + status.reason());
    }
    explain(status, session);
    return code;
  }

  /** The job in the format asked for: a row, or the API's document. */
  private static int print(JobStatus status, ParseResult parsed, Session session, String command)
      throws IOException {
    Console console = session.console();
    if (RunSettings.format(parsed, console.outIsTerminal(), command) != ResultFormat.JSON) {
      return print(List.of(status), parsed, console, command);
    }
    try {
      StatusOutput.printJson(status, session.logs(), console);
      return ExitCode.DONE;
    } catch (IOException e) {
      return OutputFailure.report(e, console);
    }
  }

  /** Says what else is known of how the job went. */
  private static void explain(JobStatus status, Session session) {
    if (status.summary().ledger().planned() > 0) {
      session.console().err().print(Summary.of(status));
    }
    boolean stacks = status.state() != JobStatus.State.SUCCEEDED;
    session
        .console()
        .err()
        .print(FailedAttempts.of(status.summary(), status.reason(), stacks, session.logs()));
    status
        .summary()
        .remarks()
        .forEach(remark -> session.console().err().println("note: " + remark));
  }

  private static int print(
      List<JobStatus> jobs, ParseResult parsed, Console console, String command)
      throws IOException {
    var table =
        new JobResult(
            List.of(
                text("job", jobs, status -> status.job().value()),
                text("name", jobs, JobStatus::name),
                text("state", jobs, status -> word(status.state())),
                number("priority", jobs, status -> status.options().priority()),
                text("submitted", jobs, status -> status.submitted().toString()),
                number("planned", jobs, status -> status.summary().ledger().planned()),
                number("committed", jobs, status -> status.summary().ledger().committed()),
                number("attempts", jobs, status -> status.summary().ledger().attempts()),
                number("refused", jobs, status -> status.summary().ledger().refused()),
                text("preview", jobs, JobStatus::preview)));
    return print(table, parsed, console, command);
  }

  private static int print(JobResult table, ParseResult parsed, Console console, String command)
      throws IOException {
    ResultFormat format = RunSettings.format(parsed, console.outIsTerminal(), command);
    try {
      ResultOutput.print(table, format, RunSettings.maxRows(parsed, command), console);
      return ExitCode.DONE;
    } catch (IOException e) {
      return OutputFailure.report(e, console);
    }
  }

  private static TextColumn text(
      String name, List<JobStatus> jobs, Function<JobStatus, String> value) {
    return TextColumn.of(name, jobs.stream().map(value).toList());
  }

  private static LongColumn number(
      String name, List<JobStatus> jobs, ToLongFunction<JobStatus> value) {
    return LongColumn.of(name, jobs.stream().mapToLong(value).toArray());
  }

  private static int watch(ApiClient api, JobId job, ParseResult parsed, Session session)
      throws IOException, InterruptedException {
    Console console = session.console();
    Interruption interruption = session.interruption();
    interruption.interrupting(
        () -> api.describe(job)); // else an unknown job would look like one that failed
    var follower = new JobFollower();
    new RemoteJobClient(api).follow(job, follower);
    boolean shows = RunSettings.progress(parsed).orElse(console.errIsTerminal());
    if (!new JobWait(follower, session).untilEnd(shows)) {
      console.err().println(CommandTree.NAME + ": the job goes on: job=" + job);
      return ExitCode.SIGNAL_BASE + interruption.signal().orElse(2);
    }
    JobStatus last = interruption.interrupting(() -> api.describe(job));
    int printed =
        parsed.hasMatchedOption("--format") ? print(last, parsed, session, "watch") : ExitCode.DONE;
    int ended = ended(last, session);
    return ended == ExitCode.DONE ? printed : ended;
  }

  private static int cancel(JobStatus status, Console console) {
    String end = status.state().isLast() ? "" : ", being cancelled";
    console
        .err()
        .println(
            CommandTree.NAME + ": job=" + status.job() + ", state=" + word(status.state()) + end);
    return status.state() == JobStatus.State.SUCCEEDED ? ExitCode.FAILED : ExitCode.DONE;
  }

  private static int ended(JobStatus status, Session session) {
    Console console = session.console();
    console
        .err()
        .println(
            CommandTree.NAME
                + ": job="
                + status.job()
                + ", state="
                + word(status.state())
                + (status.reason().isEmpty() ? "" : ", " + status.reason()));
    explain(status, session);
    return status.state() == JobStatus.State.SUCCEEDED ? ExitCode.DONE : ExitCode.FAILED;
  }
}
