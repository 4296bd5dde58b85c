package io.reparto.node.cli;

import io.reparto.node.local.LocalCluster;
import io.reparto.node.local.LocalClusterException;
import io.reparto.node.local.NodeEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** A command on nodes that its words name. All are looked up before anything is done to one. */
abstract class NamedNodesCommand implements LocalCommand {

  @Override
  public final String words() {
    return "NODE...";
  }

  @Override
  public void addTo(CommandSpec command) {
    command.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("NODE")
            .type(String[].class)
            .arity("1..*")
            .required(true)
            .description("A node's name, as in: " + CommandTree.NAME + " nodes.")
            .build());
  }

  @Override
  public final int run(ParseResult parsed, Context context)
      throws IOException, InterruptedException {
    Action action = action(parsed);
    var cluster = new LocalCluster(context.directory(), context::say);
    List<String> names = parsed.matchedPositional(0).originalStringValues();
    var nodes = new ArrayList<NodeEntry>();
    for (String name : new LinkedHashSet<>(names)) {
      nodes.add(find(name, cluster, context));
    }
    for (NodeEntry node : nodes) {
      context.say(action.on(node, cluster));
    }
    return ExitCode.DONE;
  }

  private static NodeEntry find(String name, LocalCluster cluster, Context context)
      throws IOException {
    List<String> known = context.directory().entries().stream().map(NodeEntry::name).toList();
    if (known.isEmpty()) {
      throw new LocalClusterException(
          "no cluster here: run directory="
              + context.directory().root()
              + "; start one: reparto up");
    }
    return cluster
        .find(name)
        .orElseThrow(
            () ->
                new LocalClusterException(
                    "no such node: "
                        + name
                        + Suggestions.hint(name, known)
                        + "; known: "
                        + String.join(", ", known)));
  }

  /** What is done to one node. */
  interface Action {

    /** Does it; returns what to tell the user. */
    String on(NodeEntry node, LocalCluster cluster) throws IOException, InterruptedException;
  }

  /**
   * What this command does.
   *
   * @throws UsageException if a value is none that an option takes
   */
  abstract Action action(ParseResult parsed);

  static String pid(NodeEntry node) {
    return ": pid=" + node.process().pid();
  }
}
