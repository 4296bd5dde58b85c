package io.reparto.node.cli;

import io.reparto.node.local.ClusterStart;
import io.reparto.node.local.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Starts one more node. */
final class AddCommand implements LocalCommand {
  private static final List<String> ROLES = Arrays.stream(Role.values()).map(Role::word).toList();

  @Override
  public String name() {
    return "add";
  }

  @Override
  public String summary() {
    return "Start one more node of the cluster that runs.";
  }

  @Override
  public void addTo(CommandSpec command) {
    command.addOption(OptionValues.choice("--role", ROLES, "What it does. Default: both."));
    command.addOption(
        OptionValues.timeout(
            UpCommand.DEFAULT_TIMEOUT_SECONDS, "How long the node may take to join."));
  }

  @Override
  public int run(ParseResult parsed, Context context) throws IOException, InterruptedException {
    String role = OptionValues.oneOf(parsed, "--role", ROLES, name()).orElse(Role.BOTH.word());
    Duration timeout = OptionValues.timeout(parsed, UpCommand.DEFAULT_TIMEOUT_SECONDS, name());
    StartDisplay display = context.display();
    ClusterStart.Outcome outcome;
    try {
      outcome =
          new ClusterStart(context.directory(), context.program(), timeout, display)
              .add(Role.of(role));
    } finally {
      display.clear();
    }
    context.say("started: " + String.join(", ", outcome.started()));
    return ExitCode.DONE;
  }
}
