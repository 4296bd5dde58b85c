package io.reparto.node.cli;

import io.reparto.node.local.NodeProgram;
import io.reparto.node.local.RunDirectory;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** A command on the cluster of a run directory. */
interface LocalCommand {

  String name();

  /** One line of the help. */
  String summary();

  /** What follows the name in the synopsis, such as {@code NODE...}; may be empty. */
  default String words() {
    return "";
  }

  /** Adds its own options; those of every such command are added by others. */
  void addTo(CommandSpec command);

  /**
   * Does it.
   *
   * @return the exit code
   * @throws UsageException if a value is none that the option takes
   * @throws io.reparto.node.local.LocalClusterException if it can't be done
   */
  int run(ParseResult parsed, Context context) throws IOException, InterruptedException;

  /**
   * Where it is done.
   *
   * @param program what a node is started with
   */
  record Context(Console console, RunDirectory directory, NodeProgram program) {

    /** Tells the user. */
    void say(String line) {
      console.err().println(CommandTree.NAME + ": " + line);
    }

    StartDisplay display() {
      return new StartDisplay(console);
    }
  }
}
