package io.reparto.node.cli;

import io.reparto.node.cli.output.WorkerLogs;
import io.reparto.node.cli.remote.ApiAddress;
import io.reparto.node.cli.remote.ApiClient;
import io.reparto.node.cli.remote.ApiException;
import io.reparto.node.cli.remote.RemoteJobClient;
import io.reparto.node.local.NodeProgram;
import io.reparto.node.runtime.JobClient;
import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.JobId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One invocation of the command line. Used by one thread. */
public final class Cli implements AutoCloseable {
  private static final List<String> COMMANDS = commands();
  private static final int WIDEST_HELP = 110;
  private static final int USUAL_HELP = 80;

  private final long startedNanos = System.nanoTime();
  private final Console console;
  private final ClientFactory clients;
  private final Interruption interruption;
  private CompletableFuture<JobClient> client;
  private int startedWorkers;
  private int startedSlots;

  private static List<String> commands() {
    var commands =
        new ArrayList<>(
            List.of("run", "time", "scale", "explain", "generate", "race", "drill", "node"));
    commands.addAll(LocalCommands.names());
    commands.addAll(RemoteCommands.names());
    commands.addAll(List.of("completion", "help"));
    return List.copyOf(commands);
  }

  public Cli(Console console, ClientFactory clients, Interruption interruption) {
    this.console = console;
    this.clients = clients;
    this.interruption = interruption;
  }

  /**
   * Does what the words say.
   *
   * @return the exit code, see {@link ExitCode}
   */
  public int execute(String... args) {
    try {
      return dispatch(Words.of(args));
    } catch (UsageException e) {
      console.err().println(CommandTree.NAME + ": " + e.getMessage());
      String of = e.helpOf().isEmpty() ? "" : " " + e.helpOf();
      console.err().println("try '" + CommandTree.NAME + of + " --help'");
      return ExitCode.USAGE;
    } catch (InvalidJobException e) {
      console.err().println(CommandTree.NAME + ": " + e.getMessage());
      return ExitCode.FAILED;
    } catch (ApiException e) {
      console.err().println(CommandTree.NAME + ": " + e.getMessage());
      return ExitCode.FAILED;
    } catch (CompletionException e) {
      return defect(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.SIGNAL_BASE + interruption.signal().orElse(2);
    } catch (RuntimeException | IOException | Error e) {
      return defect(e);
    }
  }

  private int defect(Throwable failure) {
    console.err().println(CommandTree.NAME + ": a defect in reparto, please report it:");
    failure.printStackTrace(console.err());
    return ExitCode.FAILED;
  }

  private int dispatch(Words words) throws IOException, InterruptedException {
    String command = words.command();
    if (command.isEmpty()) {
      return withoutCommand(words);
    }
    if (!COMMANDS.contains(command)) {
      throw new UsageException(
          "no such command: " + command + Suggestions.hint(command, COMMANDS), "");
    }
    if (words.has("-v") || words.has("--verbose")) {
      // Read when the first logger is made, which is later.
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
      System.setProperty("akka.loglevel", "INFO");
    }
    if (LocalCommands.names().contains(command) && !words.asksForHelp()) {
      return local(words);
    }
    if (RemoteCommands.names().contains(command) && !words.asksForHelp()) {
      CommandSpec spec = new CommandTree(null, USUAL_HELP).remote(command);
      List<String> rest = words.all().subList(1, words.all().size());
      return RemoteCommands.run(
          command, CommandParser.parse(spec, rest, command), console, interruption);
    }
    Jobs jobs = loadJobs(words);
    return switch (command) {
      case "run" -> run(words, jobs);
      case "time" -> time(words, jobs);
      case "scale" -> scale(words, jobs);
      case "explain" -> explain(words, jobs);
      case "generate" -> generate(words, jobs);
      case "race" -> race(words, jobs);
      case "drill" -> drill(words, jobs);
      case "node" -> node(words, jobs);
      case "completion" -> completion(words, jobs);
      default -> help(words, jobs); // of a command on a local cluster
    };
  }

  private int local(Words words) throws InterruptedException {
    LocalCommand command = LocalCommands.named(words.command());
    return LocalCommands.run(
        command,
        new CommandTree(null, USUAL_HELP).local(command),
        words.all().subList(1, words.all().size()),
        NodeProgram.ofThisJvm("io.reparto.node.Main", "node"),
        console,
        interruption);
  }

  private Jobs loadJobs(Words words) {
    ClassLoader own = Cli.class.getClassLoader();
    List<String> plugins = words.plugins(console.environment().get("REPARTO_PLUGINS"));
    return Jobs.load(Plugins.loader(plugins, own));
  }

  private int withoutCommand(Words words) throws IOException {
    if (words.has("--version") || words.has("-V")) {
      return print(VersionText.text());
    }
    if (words.asksForHelp()) {
      return help(words, loadJobs(words));
    }
    if (words.all().isEmpty()) {
      throw new UsageException("which command? " + String.join(", ", COMMANDS), "");
    }
    String word = words.all().get(0);
    throw new UsageException(
        "a command comes first, not an option: given=" + word + "; commands: " + COMMANDS, "");
  }

  private int run(Words words, Jobs jobs) throws IOException, InterruptedException {
    if (words.asksForHelp()) {
      return help(words, jobs);
    }
    Job job = job(words, jobs);
    if (!ClusterOption.isNamed(words, console.environment())) {
      startEarly(words, jobs);
    }
    String path = "run " + job.name();
    ParseResult parsed = parse(tree(jobs).run(job), words, path);
    RunSettings settings = RunSettings.read(parsed, console.outIsTerminal(), path);
    JobSpec spec = JobOptions.read(job, parsed);
    Optional<ApiAddress> cluster = ClusterOption.read(parsed, console.environment(), path);
    if (cluster.isPresent()) {
      return runOnCluster(cluster.get(), job, spec, settings, parsed);
    }
    for (String option : List.of("--detach", "--priority")) {
      if (parsed.hasMatchedOption(option)) {
        throw new UsageException(option + " needs a cluster: --cluster=URL or $REPARTO_URL", path);
      }
    }
    start(jobs, settings.workers(), settings.slots());
    var session = new Session(console, interruption, new Notes(console), WorkerLogs.NONE);
    return new RunCommand(job, settings, session, startedNanos).run(spec, client);
  }

  private int runOnCluster(
      ApiAddress cluster, Job job, JobSpec spec, RunSettings settings, ParseResult parsed)
      throws InterruptedException {
    String path = "run " + job.name();
    for (String option : List.of("--workers", "--slots")) {
      if (parsed.hasMatchedOption(option)) {
        throw new UsageException(
            option + " is of runs in this process; a cluster has its own", path);
      }
    }
    JobSpec sent = ClusterOption.withAbsolutePaths(job, spec);
    var notes = new Notes(console);
    var api = new ApiClient(cluster, notes);
    if (parsed.hasMatchedOption("--detach")) {
      JobId id = interruption.interrupting(() -> api.submit(sent, settings.options()).job());
      return print(id + "\n");
    }
    var remote = CompletableFuture.<JobClient>completedFuture(new RemoteJobClient(api));
    WorkerLogs logs = ClusterOption.logs(cluster, console.environment());
    var session = new Session(console, interruption, notes, logs);
    return new RunCommand(job, settings, session, startedNanos).run(sent, remote);
  }

  private static ParseResult parse(CommandSpec spec, Words words, String path) {
    return CommandParser.parse(spec, words.all().subList(2, words.all().size()), path);
  }

  /** Starts the runtime while the words are still being parsed: both take a while. */
  private void startEarly(Words words, Jobs jobs) {
    OptionalInt workers = words.positive("--workers", RunSettings.DEFAULT_WORKERS);
    OptionalInt slots = words.positive("--slots", RunSettings.defaultSlots());
    if (workers.isPresent() && slots.isPresent()) {
      start(jobs, workers.getAsInt(), slots.getAsInt());
    }
  }

  private void start(Jobs jobs, int workers, int slots) {
    if (client != null) {
      if (workers == startedWorkers && slots == startedSlots) {
        return;
      }
      close();
    }
    startedWorkers = workers;
    startedSlots = slots;
    var starting = new CompletableFuture<JobClient>();
    client = starting;
    var thread =
        new Thread(
            () -> {
              try {
                starting.complete(clients.start(jobs, workers, slots));
              } catch (RuntimeException | Error e) {
                starting.completeExceptionally(e);
              }
            },
            "start-runtime");
    thread.setDaemon(true);
    thread.start();
  }

  private int time(Words words, Jobs jobs) throws IOException {
    if (words.asksForHelp()) {
      return help(words, jobs);
    }
    Job job = job(words, jobs);
    ParseResult parsed = parse(tree(jobs).time(job), words, "time " + job.name());
    return TimeCommand.time(job, parsed, jobs, console, clients, interruption);
  }

  private int scale(Words words, Jobs jobs) throws IOException {
    if (words.asksForHelp()) {
      return help(words, jobs);
    }
    Job job = job(words, jobs);
    ParseResult parsed = parse(tree(jobs).scale(job), words, "scale " + job.name());
    return ScaleCommand.scale(job, parsed, words, jobs, console, clients, interruption);
  }

  private int explain(Words words, Jobs jobs) throws IOException {
    if (words.asksForHelp()) {
      return help(words, jobs);
    }
    Job job = job(words, jobs);
    ParseResult parsed = parse(tree(jobs).explain(job), words, "explain " + job.name());
    return ExplainCommand.explain(job, parsed, console);
  }

  private int generate(Words words, Jobs jobs) throws IOException {
    if (words.asksForHelp()) {
      return help(words, jobs);
    }
    String kind = words.subcommand();
    if (!kind.equals("measurements")) {
      throw new UsageException(
          "generate makes: measurements" + Suggestions.hint(kind, List.of("measurements")),
          "generate");
    }
    ParseResult parsed = parse(tree(jobs).measurements(), words, "generate measurements");
    return GenerateCommand.generate(parsed, console, interruption);
  }

  private int node(Words words, Jobs jobs) throws IOException {
    if (words.asksForHelp()) {
      return help(words, jobs);
    }
    NodeCommand.configureLog();
    CommandSpec spec = tree(jobs).node();
    List<String> options = words.all().subList(1, words.all().size());
    return NodeCommand.run(CommandParser.parse(spec, options, "node"), jobs, console, interruption);
  }

  private int race(Words words, Jobs jobs) throws IOException {
    if (words.asksForHelp()) {
      return help(words, jobs);
    }
    List<String> rest = words.all().subList(1, words.all().size());
    ParseResult parsed = CommandParser.parse(tree(jobs).race(), rest, "race");
    return RaceCommand.race(parsed, console, interruption);
  }

  private int drill(Words words, Jobs jobs) throws IOException, InterruptedException {
    if (words.asksForHelp()) {
      return help(words, jobs);
    }
    List<String> rest = words.all().subList(1, words.all().size());
    ParseResult parsed = CommandParser.parse(tree(jobs).drill(), rest, "drill");
    return DrillCommand.drill(parsed, words.all(), jobs, console, interruption);
  }

  private int completion(Words words, Jobs jobs) throws IOException {
    if (words.asksForHelp()) {
      return help(words, jobs);
    }
    String script =
        AutoComplete.bash(CommandTree.NAME, CommandParser.commandLine(tree(jobs).whole()));
    return print(script);
  }

  private static Job job(Words words, Jobs jobs) {
    String command = words.command();
    var names = new ArrayList<String>();
    jobs.all().forEach(job -> names.add(job.name()));
    String name = words.subcommand();
    if (name.isEmpty()) {
      String given = words.all().size() > 1 ? "; given=" + words.all().get(1) : "";
      throw new UsageException(
          "a job comes after " + command + ": " + String.join(", ", names) + given, command);
    }
    if (!names.contains(name)) {
      String hint =
          Suggestions.nearest(name, names)
              .map(near -> "; did you mean " + near + "?")
              .orElse("; known: " + String.join(", ", names));
      throw new UsageException("no such job: " + name + hint, command);
    }
    return jobs.named(name);
  }

  private CommandTree tree(Jobs jobs) {
    return new CommandTree(jobs, USUAL_HELP);
  }

  /** Help for the deepest command that the words name. */
  private int help(Words words, Jobs jobs) throws IOException {
    int columns =
        console.outIsTerminal()
            ? Math.min(WIDEST_HELP, Math.max(USUAL_HELP, console.columns().getAsInt()))
            : USUAL_HELP;
    CommandLine shown = CommandParser.commandLine(new CommandTree(jobs, columns).whole());
    for (String word : List.of(words.command(), words.subcommand())) {
      if (word.isEmpty() || shown.getSubcommands().isEmpty()) {
        break; // of a command with words of its own
      }
      CommandLine next = shown.getSubcommands().get(word);
      if (next == null) {
        throw new UsageException(
            "no help for: " + word + Suggestions.hint(word, shown.getSubcommands().keySet()),
            words.command().equals(word) ? "" : words.command());
      }
      shown = next;
    }
    boolean styled =
        console.outIsTerminal()
            && Optional.ofNullable(console.environment().get("NO_COLOR")).isEmpty();
    String text = shown.getUsageMessage(styled ? Ansi.ON : Ansi.OFF);
    return print(text);
  }

  private int print(String text) {
    try {
      console.out().write(text.getBytes(StandardCharsets.UTF_8));
      return ExitCode.DONE;
    } catch (IOException e) {
      int code = OutputFailure.report(e, console);
      return code == OutputFailure.READER_GONE ? ExitCode.DONE : code;
    }
  }

  /** Ends the runtime, if one was started, and waits for it. */
  @Override
  public void close() {
    if (client != null) {
      client.thenAccept(JobClient::close).exceptionally(failure -> null).join();
      client = null;
    }
  }
}
