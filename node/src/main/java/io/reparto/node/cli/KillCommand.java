package io.reparto.node.cli;

import picocli.CommandLine.ParseResult;

/** Crashes nodes. */
final class KillCommand extends NamedNodesCommand {

  @Override
  public String name() {
    return "kill";
  }

  @Override
  public String summary() {
    return "End nodes as a crash would (SIGKILL).";
  }

  @Override
  Action action(ParseResult parsed) {
    return (node, cluster) -> {
      cluster.kill(node);
      return node.name() + " is killed" + pid(node);
    };
  }
}
