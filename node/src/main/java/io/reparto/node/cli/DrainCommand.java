package io.reparto.node.cli;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lets nodes leave in order. */
final class DrainCommand extends NamedNodesCommand {
  private static final int DEFAULT_TIMEOUT_SECONDS = 90;

  @Override
  public String name() {
    return "drain";
  }

  @Override
  public String summary() {
    return "Let nodes finish, leave and end (SIGTERM); wait for it.";
  }

  @Override
  public void addTo(CommandSpec command) {
    super.addTo(command);
    command.addOption(
        OptionValues.timeout(
            DEFAULT_TIMEOUT_SECONDS, "How long to wait for each node; none is killed after that."));
  }

  @Override
  Action action(ParseResult parsed) {
    Duration timeout = OptionValues.timeout(parsed, DEFAULT_TIMEOUT_SECONDS, name());
    return (node, cluster) -> {
      cluster.drain(node, timeout);
      return node.name() + " has left" + pid(node);
    };
  }
}
