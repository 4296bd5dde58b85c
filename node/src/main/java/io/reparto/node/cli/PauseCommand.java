package io.reparto.node.cli;

import picocli.CommandLine.ParseResult;

/** Makes nodes look unreachable. */
final class PauseCommand extends NamedNodesCommand {

  @Override
  public String name() {
    return "pause";
  }

  @Override
  public String summary() {
    return "Stop nodes where they are (SIGSTOP).";
  }

  @Override
  Action action(ParseResult parsed) {
    return (node, cluster) -> {
      cluster.pause(node);
      return node.name() + " is paused" + pid(node);
    };
  }
}
