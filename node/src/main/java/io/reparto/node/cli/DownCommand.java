package io.reparto.node.cli;

import io.reparto.node.local.ClusterStop;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Ends the cluster. */
final class DownCommand implements LocalCommand {
  private static final int DEFAULT_TIMEOUT_SECONDS = 30;

  @Override
  public String name() {
    return "down";
  }

  @Override
  public String summary() {
    return "End the cluster that up has started; keep its logs.";
  }

  @Override
  public void addTo(CommandSpec command) {
    command.addOption(
        OptionValues.timeout(
            DEFAULT_TIMEOUT_SECONDS, "How long nodes may take to end before they are killed."));
  }

  @Override
  public int run(ParseResult parsed, Context context) throws IOException, InterruptedException {
    Duration timeout = OptionValues.timeout(parsed, DEFAULT_TIMEOUT_SECONDS, name());
    ClusterStop.Outcome outcome =
        new ClusterStop(context.directory(), context.display()).down(timeout);
    if (outcome.ended().isEmpty() && outcome.killed().isEmpty()) {
      context.say("nothing runs here: run directory=" + context.directory().root());
    }
    if (!outcome.ended().isEmpty()) {
      context.say("ended: " + String.join(", ", outcome.ended()));
    }
    if (!outcome.killed().isEmpty()) {
      context.say(
          "killed, because they had not ended within "
              + timeout.toSeconds()
              + " s: "
              + String.join(", ", outcome.killed()));
    }
    if (!outcome.dead().isEmpty()) {
      context.say("had ended before: " + String.join(", ", outcome.dead()));
    }
    return ExitCode.DONE;
  }
}
