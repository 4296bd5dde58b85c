package io.reparto.node.cli;

import io.reparto.node.cli.output.ResultFormat;
import io.reparto.node.cli.output.ResultOutput;
import io.reparto.node.cli.output.WorkerLogs;
import io.reparto.node.cli.remote.ApiAddress;
import io.reparto.node.cli.remote.ApiClient;
import io.reparto.node.cli.remote.RemoteJobClient;
import io.reparto.node.lab.JobRunner;
import io.reparto.node.lab.Machine;
import io.reparto.node.lab.scaling.Findings;
import io.reparto.node.lab.scaling.Scaling;
import io.reparto.node.lab.scaling.ScalingFolder;
import io.reparto.node.lab.scaling.ScalingJson;
import io.reparto.node.lab.scaling.ScalingResult;
import io.reparto.node.lab.scaling.ScalingRun;
import io.reparto.node.lab.scaling.ScalingSetup;
import io.reparto.node.lab.scaling.ScalingTable;
import io.reparto.node.local.LocalClusterException;
import io.reparto.node.local.NodeProgram;
import io.reparto.node.local.RunDirectory;
import io.reparto.node.local.ShrinkingCluster;
import io.reparto.node.plot.Picture;
import io.reparto.node.runtime.JobClient;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/**
 * Runs a job at several sizes, fits the laws of scaling, and writes a folder; the table goes to
 * stdout, everything else to stderr.
 */
final class ScaleCommand {
  private static final String MAIN = "io.reparto.node.Main";

  private final Job job;
  private final JobSpec spec;
  private final ScaleOptions options;
  private final String words;
  private final Measuring measuring;
  private final Console console;

  private ScaleCommand(
      Job job, JobSpec spec, ScaleOptions options, String words, Measuring measuring) {
    this.job = job;
    this.spec = spec;
    this.options = options;
    this.words = words;
    this.measuring = measuring;
    this.console = measuring.console();
  }

  /**
   * Runs it.
   *
   * @param words the whole command's, without the program's name
   */
  static int scale(
      Job job,
      ParseResult parsed,
      Words words,
      Jobs jobs,
      Console console,
      ClientFactory clients,
      Interruption interruption) {
    String path = ScaleOptions.COMMAND + " " + job.name();
    ScaleOptions options = ScaleOptions.read(parsed, console.outIsTerminal(), path, job.name());
    JobSpec spec = JobOptions.read(job, parsed);
    if (options.weak() && job.enlarged(spec, 1).isEmpty()) {
      throw new UsageException(
          "--weak needs a job whose arguments say how much there is to do; how much "
              + job.name()
              + " does, its input says",
          path);
    }
    var measuring = new Measuring(job, path, options.quiet(), console, interruption);
    String again = CommandTree.NAME + " " + String.join(" ", words.all());
    var command = new ScaleCommand(job, spec, options, again, measuring);
    boolean named = parsed.hasMatchedOption("--cluster");
    NodeProgram program = NodeProgram.ofThisJvm(MAIN, "node");
    if (options.drain()) {
      return command.drained(
          ClusterOption.require(parsed, console.environment(), path), program, path);
    }
    if (!options.slots().isEmpty() || !options.nodes().isEmpty()) {
      if (named) {
        throw new UsageException(
            "a cluster that runs has the size it has: --nodes with --drain makes it smaller; or leave"
                + " out --slots and --nodes, and call again after each change of it: the runs come"
                + " together in --output",
            path);
      }
      return options.nodes().isEmpty() ? command.slots(jobs, clients) : command.nodes(program);
    }
    Optional<ApiAddress> cluster = ClusterOption.read(parsed, console.environment(), path);
    if (cluster.isEmpty()) {
      throw new UsageException("which sizes? --slots=1,2,4 or --nodes=1,2,4", path);
    }
    return command.cluster(cluster.get(), path);
  }

  private int slots(Jobs jobs, ClientFactory clients) {
    ScalingSetup setup = setup("slots", 1, true);
    warn(setup, options.slots());
    return withFolder(
        folder ->
            measuring.run(
                () -> {
                  var started = new ArrayList<JobClient>();
                  try {
                    var sizes = new HashMap<Integer, JobRunner>();
                    for (int size : options.slots()) {
                      JobClient client = MeasuredRuntime.start(clients, jobs, 1, size);
                      started.add(client);
                      sizes.put(size, runner(client, spec, size));
                    }
                    return scaling(sizes).run(options.warmUp(), options.repeats());
                  } finally {
                    started.forEach(JobClient::close);
                  }
                },
                WorkerLogs.NONE,
                runs -> report(setup, runs, folder)));
  }

  private int nodes(NodeProgram program) {
    ScalingSetup setup = setup("nodes", options.slotsPerNode(), true);
    warn(setup, options.nodes());
    var display = new StartDisplay(console);
    return withNodes(
        folder ->
            measuring.run(
                () -> {
                  try (var clusters =
                      new ScaleClusters(options, program, console.environment(), display)) {
                    JobSpec sent = ClusterOption.withAbsolutePaths(job, spec);
                    var sizes = new HashMap<Integer, JobRunner>();
                    for (int size : options.nodes()) {
                      sizes.put(size, runner(clusters.start(size), sent, size));
                      display.clear();
                    }
                    return scaling(sizes).run(options.warmUp(), options.repeats());
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  } finally {
                    display.clear();
                  }
                },
                WorkerLogs.NONE,
                runs -> report(setup, runs, folder)));
  }

  /** The cluster of the run directory, smaller and smaller. */
  private int drained(ApiAddress address, NodeProgram program, String path) {
    RunDirectory run = RunDirectory.of(Optional.empty(), console.environment());
    if (address.servers().stream().allMatch(server -> server.node().isEmpty())) {
      throw new UsageException(
          "--drain takes a cluster that 'reparto up' started on this machine: run directory="
              + run.root(),
          path);
    }
    ScalingSetup setup = setup("nodes", 0, true);
    int largest = options.nodes().get(options.nodes().size() - 1);
    warn(setup, options.nodes());
    var display = new StartDisplay(console);
    var client = new RemoteJobClient(new ApiClient(address, new Notes(console)));
    return withNodes(
        folder ->
            measuring.run(
                () -> {
                  try (var cluster = new ShrinkingCluster(run, program, display)) {
                    if (cluster.workers() < largest) {
                      throw new UsageException(
                          "the cluster has fewer workers than "
                              + largest
                              + ": "
                              + cluster.workers(),
                          path);
                    }
                    JobSpec sent = ClusterOption.withAbsolutePaths(job, spec);
                    var sizes = new HashMap<Integer, JobRunner>();
                    options.nodes().forEach(size -> sizes.put(size, runner(client, sent, size)));
                    return scaling(sizes)
                        .runShrinking(options.warmUp(), options.repeats(), cluster::shrinkTo);
                  } finally {
                    display.clear();
                  }
                },
                ClusterOption.logs(address, console.environment()),
                runs -> report(setup, runs, folder)));
  }

  /** As {@link #withFolder}, where nodes are started or ended. */
  private int withNodes(WithFolder use) {
    try {
      return withFolder(use);
    } catch (LocalClusterException e) {
      say(e.getMessage());
      return ExitCode.FAILED;
    } catch (UncheckedIOException e) {
      say("the JVMs can't be started or ended: " + e.getCause());
      return ExitCode.FAILED;
    }
  }

  /** The size is what it is: others change it, and the runs come together in the folder. */
  private int cluster(ApiAddress address, String path) {
    if (options.weak()) {
      throw new UsageException(
          "--weak needs --slots or --nodes: the work follows from the size", path);
    }
    var api = new ApiClient(address, new Notes(console));
    ScalingSetup setup = setup("workers", 0, false);
    JobSpec sent = ClusterOption.withAbsolutePaths(job, spec);
    ScalingFolder folder;
    List<ScalingRun> before;
    try {
      folder =
          options.force()
              ? ScalingFolder.prepare(options.output(), true)
              : ScalingFolder.extend(options.output());
      before = options.force() ? List.of() : folder.runs(spec);
    } catch (IOException e) {
      return folderFailed(e);
    }
    return measuring.run(
        () -> {
          int workers = api.cluster().workers().size();
          if (workers == 0) {
            throw new UsageException("the cluster has no worker", path);
          }
          return scaling(Map.of(workers, runner(new RemoteJobClient(api), sent, 1)))
              .run(options.warmUp(), options.repeats());
        },
        ClusterOption.logs(address, console.environment()),
        runs -> {
          var all = new ArrayList<>(before);
          all.addAll(runs);
          List<String> digests = all.stream().map(ScalingRun::digest).distinct().toList();
          if (digests.size() > 1) {
            say("different answers than in " + options.output() + ": digests=" + digests);
            return ExitCode.FAILED;
          }
          return report(setup, all, folder);
        });
  }

  private interface WithFolder {
    int use(ScalingFolder folder);
  }

  private int withFolder(WithFolder use) {
    ScalingFolder folder;
    try {
      folder = ScalingFolder.prepare(options.output(), options.force());
    } catch (IOException e) {
      return folderFailed(e);
    }
    return use.use(folder);
  }

  private int folderFailed(IOException failure) {
    say(
        "the folder can't be written: directory="
            + options.output()
            + ", reason="
            + failure.getMessage());
    return ExitCode.FAILED;
  }

  private ScalingSetup setup(String unit, int slotsPerSize, boolean onThisMachine) {
    return new ScalingSetup(
        spec, unit, slotsPerSize, onThisMachine, options.weak(), words, Machine.current());
  }

  private void warn(ScalingSetup setup, List<Integer> sizes) {
    if (options.quiet()) {
      return;
    }
    setup
        .warning(sizes.get(sizes.size() - 1))
        .ifPresent(warning -> console.err().println("warning: " + warning));
    Picture.missing().ifPresent(why -> console.err().println("warning: " + why));
  }

  private JobRunner runner(JobClient client, JobSpec sent, int size) {
    JobSpec sized = options.weak() ? job.enlarged(sent, size).orElseThrow() : sent;
    return new JobRunner(client, sized, options.options());
  }

  private Scaling scaling(Map<Integer, JobRunner> sizes) {
    return new Scaling(sizes, options.weak(), measuring.progress());
  }

  private int report(ScalingSetup setup, List<ScalingRun> runs, ScalingFolder folder) {
    ScalingResult result = ScalingResult.of(setup, runs);
    String noPlots;
    try {
      noPlots = folder.write(result);
    } catch (IOException e) {
      return folderFailed(e);
    }
    int code = print(result);
    if (!options.quiet()) {
      Findings.of(result).forEach(console.err()::println);
      Findings.remarks(result).forEach(line -> console.err().println("note: " + line));
      if (!noPlots.isEmpty()) {
        console.err().println("note: " + noPlots);
      }
      say("written: " + options.output());
    }
    return code;
  }

  private int print(ScalingResult result) {
    try {
      if (options.format() == ResultFormat.JSON) {
        console.out().write(ScalingJson.text(result).getBytes(StandardCharsets.UTF_8));
        console.out().flush();
      } else {
        ResultOutput.print(ScalingTable.of(result), options.format(), 0, console);
      }
      return ExitCode.DONE;
    } catch (IOException e) {
      int code = OutputFailure.report(e, console);
      return code == OutputFailure.READER_GONE ? ExitCode.DONE : code;
    }
  }

  private void say(String line) {
    console.err().println(CommandTree.NAME + ": " + line);
  }
}
