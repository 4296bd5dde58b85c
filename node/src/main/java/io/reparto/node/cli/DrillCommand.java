package io.reparto.node.cli;

import io.reparto.node.cli.output.ResultOutput;
import io.reparto.node.drill.Drill;
import io.reparto.node.drill.DrillException;
import io.reparto.node.drill.DrillReport;
import io.reparto.node.drill.OwnNetwork;
import io.reparto.node.local.LocalClusterException;
import io.reparto.node.local.NodeProgram;
import io.reparto.protocol.job.Jobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ParseResult;

/** Breaks clusters by schedule: the table on stdout, everything else on stderr. */
final class DrillCommand {
  private static final String MAIN = "io.reparto.node.Main";

  /**
   * Nodes are started again and again: that takes two thirds of the processor time, and kernels
   * more.
   */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  private final DrillOptions options;
  private final List<String> words;
  private final Jobs jobs;
  private final Console console;

  private DrillCommand(DrillOptions options, List<String> words, Jobs jobs, Console console) {
    this.options = options;
    this.words = words;
    this.jobs = jobs;
    this.console = console;
  }

  /**
   * Runs it.
   *
   * @param words the whole command's, without the program's name
   */
  static int drill(
      ParseResult parsed, List<String> words, Jobs jobs, Console console, Interruption interruption)
      throws InterruptedException {
    DrillOptions options = DrillOptions.read(parsed, console.outIsTerminal());
    var command = new DrillCommand(options, words, jobs, console);
    try {
      return InterruptibleCall.<Integer, InterruptedException>call(interruption, command::run);
    } catch (InterruptedException e) {
      command.say("interrupted");
      throw e;
    } catch (DrillException | LocalClusterException e) {
      command.say(e.getMessage());
      return ExitCode.FAILED;
    } catch (UncheckedIOException e) {
      command.say("the directory can't be used: " + e.getCause());
      return ExitCode.FAILED;
    }
  }

  private void say(String line) {
    console.err().println(CommandTree.NAME + ": " + line);
  }

  private int run() throws InterruptedException {
    Optional<String> noNetwork = Optional.of("--no-network");
    if (options.network()) {
      if (!OwnNetwork.isInside(console.environment())) {
        noNetwork = OwnNetwork.missing();
        if (noNetwork.isEmpty()) {
          return OwnNetwork.runInside(MAIN, words);
        }
        say("networks are not cut: " + noNetwork.get());
      } else {
        OwnNetwork.prepare();
        noNetwork = Optional.empty();
      }
    }
    try {
      return run(noNetwork);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int run(Optional<String> noNetwork) throws IOException, InterruptedException {
    Path directory =
        options.directory().isPresent()
            ? Files.createDirectories(options.directory().get()).toRealPath()
            : Files.createTempDirectory("reparto-drill-");
    var settings =
        new Drill.Settings(
            options.seed(),
            options.numbers(),
            options.limit(),
            directory,
            options.portBase(),
            options.memory(),
            noNetwork);
    boolean keep = true;
    try {
      DrillReport report =
          new Drill(
                  jobs,
                  NodeProgram.ofThisJvm(MAIN, "node").with(QUICK_START),
                  settings,
                  options.quiet() ? line -> {} : this::say)
              .run();
      ResultOutput.print(report.table(), options.format(), 0, console);
      report.failures(command()).forEach(console.err()::println);
      say(report.summary());
      keep = report.hasFailures() || options.directory().isPresent();
      return report.hasFailures() ? ExitCode.FAILED : ExitCode.DONE;
    } finally {
      if (keep) {
        say("files and logs are in " + directory);
      } else {
        delete(directory);
      }
    }
  }

  private String command() {
    return "./reparto drill --seed " + options.seed() + " --memory " + options.memory();
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
