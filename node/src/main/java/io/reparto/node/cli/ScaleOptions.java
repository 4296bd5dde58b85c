package io.reparto.node.cli;

import io.reparto.node.cli.output.ResultFormat;
import io.reparto.node.lab.WarmUp;
import io.reparto.node.local.ClusterOptions;
import io.reparto.protocol.message.JobOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options of {@code scale}, besides those of the job and the cluster's.
 *
 * @param slots sizes in slots of this process; or none
 * @param nodes sizes in JVMs; or none
 * @param drain whether those JVMs are the ones of a cluster that runs
 * @param slotsPerNode of the JVMs
 * @param memory of each JVM's heap
 * @param portBase of the JVMs
 * @param weak whether the work grows with the size
 * @param repeats runs of each size that count
 * @param output where the result is written
 * @param force whether it may replace a former one
 * @param quiet no progress and no notes
 */
record ScaleOptions(
    List<Integer> slots,
    List<Integer> nodes,
    boolean drain,
    int slotsPerNode,
    String memory,
    int portBase,
    boolean weak,
    int repeats,
    WarmUp warmUp,
    Path output,
    boolean force,
    ResultFormat format,
    boolean quiet,
    JobOptions options) {
  static final String COMMAND = "scale";
  private static final int DEFAULT_REPEATS = 5;
  private static final int DEFAULT_PORT_BASE = 27_620;
  private static final int MOST_SLOTS = 4096;
  private static final List<String> OF_NODES =
      List.of("--slots-per-node", "--memory", "--port-base");

  static void addTo(CommandSpec command) {
    ArgGroupSpec.Builder group =
        ArgGroupSpec.builder().heading("%nOptions of scale:%n").validate(false).exclusive(false);
    for (OptionSpec option :
        List.of(
            OptionValues.option(
                "--slots", "1,2,…", "Sizes: so many slots in this process, 1 among them."),
            OptionValues.option(
                "--nodes", "1,2,…", "Or: so many JVMs on this machine, started for it."),
            ClusterOption.option(),
            OptionSpec.builder("--drain")
                .type(boolean.class)
                .description(
                    "With --nodes: take the workers of the cluster that 'reparto up' started here,"
                        + " drain them from size to size, and start as many again at the end.")
                .build(),
            OptionSpec.builder("--weak")
                .type(boolean.class)
                .description("Size n has n times the work: can it do that in the same time?")
                .build(),
            OptionValues.option(
                "--repeats",
                "N",
                "Runs of each size that count. Default: " + DEFAULT_REPEATS + "."),
            TimeOptions.warmUpOption(),
            OptionSpec.builder("--output")
                .paramLabel("DIR")
                .type(Path.class)
                .arity("1")
                .description("The folder to write. Default: scale-JOB.")
                .build(),
            OptionSpec.builder("--force")
                .type(boolean.class)
                .description("Overwrite what is there.")
                .build(),
            OptionValues.option("--slots-per-node", "S", "Slots of each JVM. Default: 1."),
            OptionValues.option(
                "--memory",
                "SIZE",
                "Heap of each JVM, such as 512m. Default: " + ClusterOptions.DEFAULT_MEMORY + "."),
            OptionValues.option(
                "--port-base",
                "P",
                "The JVMs' ports are P and above, and P+100 and above. Default: "
                    + DEFAULT_PORT_BASE
                    + "."),
            TimeOptions.noSpeculationOption(),
            RunSettings.formatOption(),
            TimeOptions.quietOption())) {
      group.addArg(option);
    }
    CommonOptions.all().forEach(group::addArg);
    command.addArgGroup(group.build());
  }

  /**
   * The options that were given, and the defaults of the others.
   *
   * @throws UsageException if a value is none that the option takes
   */
  static ScaleOptions read(ParseResult parsed, boolean outIsTerminal, String command, String job) {
    List<Integer> slots = sizes(parsed, "--slots", MOST_SLOTS, command);
    List<Integer> nodes = sizes(parsed, "--nodes", ClusterOptions.MOST_NODES, command);
    if (!slots.isEmpty() && !nodes.isEmpty()) {
      throw new UsageException("--slots and --nodes exclude each other", command);
    }
    boolean drain = parsed.hasMatchedOption("--drain");
    if (drain && nodes.isEmpty()) {
      throw new UsageException("which sizes? --drain needs --nodes=1,2,…", command);
    }
    if (!drain && nodes.stream().mapToInt(Integer::intValue).sum() > ClusterOptions.MOST_NODES) {
      throw new UsageException(
          "the JVMs of all sizes run at the same time, so that their runs can alternate; they can't"
              + " be more than "
              + ClusterOptions.MOST_NODES
              + ": --nodes="
              + nodes,
          command);
    }
    for (String option : OF_NODES) {
      if ((nodes.isEmpty() || drain) && parsed.hasMatchedOption(option)) {
        throw new UsageException(option + " is of JVMs that are started: --nodes=1,2,…", command);
      }
    }
    return new ScaleOptions(
        slots,
        nodes,
        drain,
        OptionValues.number(parsed, "--slots-per-node", 1, MOST_SLOTS, command).orElse(1),
        OptionValues.word(parsed, "--memory")
            .map(word -> UpCommand.memory(word, command))
            .orElse(ClusterOptions.DEFAULT_MEMORY),
        OptionValues.number(
                parsed, "--port-base", UpCommand.LEAST_PORT, UpCommand.MOST_PORT, command)
            .orElse(DEFAULT_PORT_BASE),
        parsed.hasMatchedOption("--weak"),
        OptionValues.number(parsed, "--repeats", 1, TimeOptions.MOST_REPEATS, command)
            .orElse(DEFAULT_REPEATS),
        TimeOptions.warmUp(parsed, command),
        Path.of(OptionValues.word(parsed, "--output").orElse("scale-" + job)),
        parsed.hasMatchedOption("--force"),
        RunSettings.format(parsed, outIsTerminal, command),
        parsed.hasMatchedOption("--quiet"),
        TimeOptions.jobOptions(parsed));
  }

  /** The sizes of an option, the smallest first; none if it is not given. */
  private static List<Integer> sizes(ParseResult parsed, String name, int most, String command) {
    Optional<String> word = OptionValues.word(parsed, name);
    if (word.isEmpty()) {
      return List.of();
    }
    var sizes = new TreeSet<Integer>();
    for (String each : word.get().split(",", -1)) {
      int size = -1;
      try {
        size = Integer.parseInt(each.strip());
      } catch (NumberFormatException e) {
        // said below
      }
      if (size < 1 || size > most || !sizes.add(size)) {
        throw new UsageException(
            name
                + " must be sizes such as 1,2,4: whole numbers from 1 to "
                + most
                + ", each once: given="
                + word.get(),
            command);
      }
    }
    if (sizes.first() != 1) {
      throw new UsageException(
          name + " must have 1 among its sizes, to compare with: given=" + word.get(), command);
    }
    return List.copyOf(sizes);
  }
}
