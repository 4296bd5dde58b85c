package io.reparto.node.cli;

import io.reparto.node.local.LocalClusterException;
import io.reparto.node.local.NodeProgram;
import io.reparto.node.local.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The commands on a local cluster: which there are, and what they have in common. */
final class LocalCommands {
  private static final List<String> NAMES =
      List.of("up", "nodes", "add", "kill", "pause", "resume", "drain", "down", "certs");

  private LocalCommands() {}

  static List<String> names() {
    return NAMES;
  }

  /** The command of one of {@link #names}; the classes of the others are not loaded. */
  static LocalCommand named(String name) {
    return switch (name) {
      case "up" -> new UpCommand();
      case "nodes" -> new NodesCommand();
      case "add" -> new AddCommand();
      case "kill" -> new KillCommand();
      case "pause" -> new PauseCommand();
      case "resume" -> new ResumeCommand();
      case "drain" -> new DrainCommand();
      case "down" -> new DownCommand();
      case "certs" -> new CertsCommand();
      default -> throw new IllegalArgumentException("no command on a local cluster: name=" + name);
    };
  }

  /** The options of a command, its own and those of all. */
  static void addOptions(LocalCommand local, CommandSpec command) {
    local.addTo(command);
    command.addOption(
        OptionSpec.builder("--run-dir")
            .paramLabel("DIR")
            .type(Path.class)
            .arity("1")
            .description(
                "Where the cluster's pids, ports and logs are. Default: $REPARTO_RUN_DIR, else"
                    + " .reparto.")
            .build());
    command.addOption(CommonOptions.help());
  }

  /**
   * Runs a command. A signal interrupts it and waits until it has put things in order.
   *
   * @param spec with the options of {@link #addOptions}
   * @return the exit code
   * @throws UsageException if the words don't fit
   */
  static int run(
      LocalCommand command,
      CommandSpec spec,
      List<String> words,
      NodeProgram program,
      Console console,
      Interruption interruption)
      throws InterruptedException {
    ParseResult parsed = CommandParser.parse(spec, words, command.name());
    try {
      if (System.getProperty("os.name").startsWith("Windows")) {
        throw new LocalClusterException(
            "local clusters need signals, which Windows has not; take WSL");
      }
      var context = new LocalCommand.Context(console, directory(parsed, console), program);
      return InterruptibleCall.<Integer, InterruptedException>call(
          interruption, () -> unchecked(command, parsed, context));
    } catch (InterruptedException e) {
      console.err().println(CommandTree.NAME + ": interrupted");
      throw e;
    } catch (LocalClusterException e) {
      console.err().println(CommandTree.NAME + ": " + e.getMessage());
      return ExitCode.FAILED;
    } catch (UncheckedIOException e) {
      console
          .err()
          .println(CommandTree.NAME + ": the run directory can't be used: " + e.getCause());
      return ExitCode.FAILED;
    }
  }

  private static int unchecked(
      LocalCommand command, ParseResult parsed, LocalCommand.Context context)
      throws InterruptedException {
    try {
      return command.run(parsed, context);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RunDirectory directory(ParseResult parsed, Console console) {
    OptionSpec option = parsed.matchedOption("--run-dir");
    Optional<String> given =
        option == null ? Optional.empty() : Optional.of(option.originalStringValues().get(0));
    return RunDirectory.of(given, console.environment());
  }
}
