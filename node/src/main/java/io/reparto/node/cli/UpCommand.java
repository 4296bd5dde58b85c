package io.reparto.node.cli;

import io.reparto.node.local.ClusterOptions;
import io.reparto.node.local.ClusterStart;
import io.reparto.node.local.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Starts a cluster of JVMs on this machine, or what is missing of it. */
final class UpCommand implements LocalCommand {
  static final int DEFAULT_TIMEOUT_SECONDS = 60;

  private static final int MOST_SLOTS = 4096;
  static final int LEAST_PORT = 1024;

  /** The highest node's HTTP port must be one. */
  static final int MOST_PORT = (1 << 16) - 2 * ClusterOptions.MOST_NODES;

  private static final List<String> TRANSPORTS =
      Arrays.stream(Transport.values()).map(Transport::word).toList();

  @Override
  public String name() {
    return "up";
  }

  @Override
  public String summary() {
    return "Start a cluster of JVMs on this machine.";
  }

  @Override
  public void addTo(CommandSpec command) {
    command.addOption(
        OptionValues.option(
            "--nodes",
            "N",
            "Nodes that can both coordinate and work. Default: "
                + ClusterOptions.DEFAULT_NODES
                + "."));
    command.addOption(
        OptionValues.option(
            "--coordinators", "K", "With --workers, instead of --nodes: nodes that coordinate."));
    command.addOption(
        OptionValues.option(
            "--workers", "W", "With --coordinators, instead of --nodes: nodes that work."));
    command.addOption(
        OptionValues.option(
            "--slots", "S", "Slots of each worker. Default: the cores shared out, at least one."));
    command.addOption(
        OptionValues.option(
            "--memory",
            "SIZE",
            "Heap of each node, such as 512m. Default: " + ClusterOptions.DEFAULT_MEMORY + "."));
    command.addOption(
        OptionValues.choice(
            "--transport", TRANSPORTS, "What carries messages between nodes. Default: tcp."));
    command.addOption(
        OptionValues.choice(
            "--profile",
            ClusterOptions.PROFILES,
            "How soon a silent node is given up: as on one machine, or as on a network. Default:"
                + " local."));
    command.addOption(
        OptionValues.option(
            "--port-base",
            "P",
            "Node i has the ports P+i-1 (Artery) and P+99+i (HTTP). Default: "
                + ClusterOptions.DEFAULT_PORT_BASE
                + "."));
    command.addOption(
        OptionValues.timeout(
            DEFAULT_TIMEOUT_SECONDS, "How long the nodes may take to form a cluster."));
  }

  @Override
  public int run(ParseResult parsed, Context context) throws IOException, InterruptedException {
    Map<String, String> given = given(parsed);
    Duration timeout = OptionValues.timeout(parsed, DEFAULT_TIMEOUT_SECONDS, name());
    StartDisplay display = context.display();
    ClusterStart.Outcome outcome;
    try {
      outcome =
          new ClusterStart(context.directory(), context.program(), timeout, display).up(given);
    } finally {
      display.clear();
    }
    if (outcome.started().isEmpty()) {
      context.say("all nodes run already: " + String.join(", ", outcome.kept()));
    } else {
      context.say("started: " + String.join(", ", outcome.started()));
    }
    context.say("the API is at " + outcome.url() + "; logs in " + context.directory().root());
    if (context.console().outIsTerminal()) {
      context.say("for run and the other commands:");
    }
    String export = "export REPARTO_URL=" + outcome.url() + "\n";
    context.console().out().write(export.getBytes(StandardCharsets.UTF_8));
    return ExitCode.DONE;
  }

  /** The options that were given, each with its value in one form. */
  private Map<String, String> given(ParseResult parsed) {
    var given = new TreeMap<String, String>();
    number(parsed, "nodes", 1, ClusterOptions.MOST_NODES, given);
    number(parsed, "coordinators", 1, ClusterOptions.MOST_NODES - 1, given);
    number(parsed, "workers", 1, ClusterOptions.MOST_NODES - 1, given);
    number(parsed, "slots", 1, MOST_SLOTS, given);
    number(parsed, "port-base", LEAST_PORT, MOST_PORT, given);
    OptionValues.oneOf(parsed, "--transport", TRANSPORTS, name())
        .ifPresent(word -> given.put("transport", word));
    OptionValues.oneOf(parsed, "--profile", ClusterOptions.PROFILES, name())
        .ifPresent(word -> given.put("profile", word));
    OptionValues.word(parsed, "--memory")
        .ifPresent(word -> given.put("memory", memory(word, name())));
    boolean coordinators = given.containsKey("coordinators");
    boolean workers = given.containsKey("workers");
    if (coordinators != workers) {
      throw new UsageException("--coordinators and --workers belong together", name());
    }
    if (coordinators && given.containsKey("nodes")) {
      throw new UsageException("take --nodes, or --coordinators and --workers, not both", name());
    }
    if (coordinators
        && Integer.parseInt(given.get("coordinators")) + Integer.parseInt(given.get("workers"))
            > ClusterOptions.MOST_NODES) {
      throw new UsageException(
          "there can't be more nodes than " + ClusterOptions.MOST_NODES, name());
    }
    return given;
  }

  private void number(
      ParseResult parsed, String option, int least, int most, Map<String, String> given) {
    OptionValues.number(parsed, "--" + option, least, most, name())
        .ifPresent(value -> given.put(option, Integer.toString(value)));
  }

  /**
   * A heap's size in one form.
   *
   * @throws UsageException if it is none
   */
  static String memory(String word, String command) {
    String memory = word.toLowerCase(Locale.ROOT);
    if (!memory.matches("[1-9][0-9]{0,8}[kmg]")) {
      throw new UsageException(
          "--memory must be a whole number and k, m or g, such as 512m: given=" + word, command);
    }
    return memory;
  }
}
