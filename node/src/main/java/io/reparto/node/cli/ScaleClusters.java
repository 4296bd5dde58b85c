package io.reparto.node.cli;

import io.reparto.node.cli.remote.ApiAddress;
import io.reparto.node.cli.remote.ApiClient;
import io.reparto.node.cli.remote.RemoteJobClient;
import io.reparto.node.local.ClusterProgress;
import io.reparto.node.local.ClusterStart;
import io.reparto.node.local.ClusterStop;
import io.reparto.node.local.LocalClusterException;
import io.reparto.node.local.NodeProgram;
import io.reparto.node.local.RunDirectory;
import io.reparto.node.runtime.JobClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Local clusters of several sizes that run at the same time, each with a run directory and ports of
 * its own, so that runs of one size can follow those of another without a start in between. All in
 * a temporary directory that goes with them; it stays if one could not be started. Used by one
 * thread.
 */
final class ScaleClusters implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofMinutes(2);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);

  private final ScaleOptions options;
  private final NodeProgram program;
  private final String token;
  private final ClusterProgress progress;
  private final Path directory;
  private final List<RunDirectory> started = new ArrayList<>();
  private int nextPort;
  private boolean failed;

  ScaleClusters(
      ScaleOptions options,
      NodeProgram program,
      Map<String, String> environment,
      ClusterProgress progress)
      throws IOException {
    this.options = options;
    this.program = program;
    this.token = environment.getOrDefault("REPARTO_HTTP_TOKEN", "");
    this.progress = progress;
    this.directory = Files.createTempDirectory("reparto-scale-");
    this.nextPort = options.portBase();
  }

  /**
   * Starts a cluster and waits until it is ready.
   *
   * @throws LocalClusterException if it can't be started
   */
  JobClient start(int nodes) throws InterruptedException {
    var run = new RunDirectory(directory.resolve("nodes-" + nodes));
    started.add(run);
    ClusterStart.Outcome outcome;
    try {
      outcome = new ClusterStart(run, program, START_PATIENCE, progress).up(given(nodes));
    } catch (IOException e) {
      failed = true;
      throw new UncheckedIOException(e);
    } catch (LocalClusterException e) {
      failed = true;
      throw e;
    }
    nextPort += nodes;
    return new RemoteJobClient(new ApiClient(ApiAddress.of(URI.create(outcome.url()), token)));
  }

  private Map<String, String> given(int nodes) {
    return Map.of(
        "nodes", Integer.toString(nodes),
        "slots", Integer.toString(options.slotsPerNode()),
        "memory", options.memory(),
        "port-base", Integer.toString(nextPort));
  }

  /** Ends all of them, at the same time, and waits until they have. */
  @Override
  public void close() {
    var threads = new ArrayList<Thread>();
    for (RunDirectory run : started) {
      var thread = new Thread(() -> stop(run), "stop-cluster");
      thread.start();
      threads.add(thread);
    }
    boolean interrupted = Thread.interrupted();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // the wait goes on with the next; each ends by itself
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failed) {
      progress.note("logs are in " + directory);
    } else {
      delete();
    }
  }

  private void stop(RunDirectory run) {
    try {
      new ClusterStop(run, progress).down(STOP_PATIENCE);
    } catch (IOException | LocalClusterException e) {
      progress.note("nodes may be left: run directory=" + run.root() + ", reason=" + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void delete() {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      progress.note("files are left in " + directory + ": " + e);
    }
  }
}
