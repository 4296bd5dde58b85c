package io.reparto.node.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.reparto.node.cluster.ClusterNode;
import io.reparto.node.local.LastWords;
import io.reparto.protocol.job.Jobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.ParseResult;

/** Runs one node of a cluster until it is told to leave. */
final class NodeCommand {
  private static final int SIGTERM = 15;

  private NodeCommand() {}

  /** A node's log is its standard error; read when the first logger is made. */
  static void configureLog() {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
    System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
    System.setProperty("org.slf4j.simpleLogger.dateTimeFormat", LastWords.TIME_FORMAT);
    System.setProperty("akka.loglevel", "INFO");
  }

  static int run(ParseResult parsed, Jobs jobs, Console console, Interruption interruption) {
    Path file = parsed.matchedOptionValue("--config", null);
    ClusterNode node;
    try {
      node = ClusterNode.start(jobs, config(file), VersionText.own());
    } catch (ConfigException | IllegalArgumentException e) {
      console.err().println(CommandTree.NAME + ": " + e.getMessage());
      return ExitCode.USAGE;
    }
    node.leaveWhenATaskExits(() -> endAfterTask(console));
    // Runs on the signal's thread, which would end the process in a moment: holds it until the
    // node has left. A second signal ends the process at once.
    CompletableFuture<Void> leaving =
        interruption
            .raised()
            .thenAccept(
                signal -> {
                  node.leave().toCompletableFuture().join();
                  console.err().flush();
                  Runtime.getRuntime().halt(signal == SIGTERM ? 0 : ExitCode.SIGNAL_BASE + signal);
                });
    node.terminated().toCompletableFuture().join();
    if (interruption.signal().isPresent()) {
      leaving.join(); // ends the process
    }
    console.err().println(CommandTree.NAME + ": the node was removed from its cluster, see above");
    return ExitCode.FAILED;
  }

  /** Whatever status a task has exited with, this node has failed. */
  private static void endAfterTask(Console console) {
    console.err().println(CommandTree.NAME + ": a task told this JVM to exit, see above");
    console.err().flush();
    Runtime.getRuntime().halt(ExitCode.FAILED);
  }

  private static Config config(Path file) {
    Config own = ConfigFactory.empty();
    if (file != null) {
      if (!Files.isRegularFile(file)) {
        throw new IllegalArgumentException("no such file: --config=" + file);
      }
      own = ConfigFactory.parseFile(file.toFile());
    }
    return ConfigFactory.load(own);
  }
}
