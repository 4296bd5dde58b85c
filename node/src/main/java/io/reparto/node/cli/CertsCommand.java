package io.reparto.node.cli;

import io.reparto.node.local.Certificates;
import io.reparto.node.local.ClusterOptions;
import io.reparto.node.local.LocalCluster;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Makes the certificates that {@code up --transport tls-tcp} would make. */
final class CertsCommand implements LocalCommand {

  @Override
  public String name() {
    return "certs";
  }

  @Override
  public String summary() {
    return "Make an authority and node certificates for --transport tls-tcp.";
  }

  @Override
  public void addTo(CommandSpec command) {
    command.addOption(
        OptionValues.option(
            "--nodes",
            "N",
            "For node-1 to node-N. Default: " + ClusterOptions.DEFAULT_NODES + "."));
    command.addOption(
        OptionSpec.builder("--renew")
            .type(boolean.class)
            .description("Throw those away that exist. No node may run.")
            .build());
  }

  @Override
  public int run(ParseResult parsed, Context context) throws IOException, InterruptedException {
    int nodes =
        OptionValues.number(parsed, "--nodes", 1, ClusterOptions.MOST_NODES, name())
            .orElse(ClusterOptions.DEFAULT_NODES);
    Certificates certificates =
        new LocalCluster(context.directory(), context::say)
            .certificates(nodes, parsed.hasMatchedOption("--renew"));
    context.say("certificates are in " + certificates.directory());
    return ExitCode.DONE;
  }
}
