package io.reparto.node.cli;

import picocli.CommandLine.ParseResult;

/** Ends a pause. */
final class ResumeCommand extends NamedNodesCommand {

  @Override
  public String name() {
    return "resume";
  }

  @Override
  public String summary() {
    return "Let paused nodes go on (SIGCONT).";
  }

  @Override
  Action action(ParseResult parsed) {
    return (node, cluster) -> {
      cluster.resume(node);
      return node.name() + " goes on" + pid(node);
    };
  }
}
