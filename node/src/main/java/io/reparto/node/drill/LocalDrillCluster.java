package io.reparto.node.drill;

import io.reparto.node.cli.remote.ApiAddress;
import io.reparto.node.cli.remote.ApiClient;
import io.reparto.node.cli.remote.ApiServer;
import io.reparto.node.local.ClusterProgress;
import io.reparto.node.local.ClusterStart;
import io.reparto.node.local.ClusterStop;
import io.reparto.node.local.NodeEntry;
import io.reparto.node.local.NodeProgram;
import io.reparto.node.local.ProcessIdentity;
import io.reparto.node.local.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The cluster that {@code reparto up} makes. Its network can't be cut. */
final class LocalDrillCluster implements DrillCluster, ClusterProgress {
  private static final Duration START_PATIENCE = Duration.ofMinutes(3);
  private static final Duration END_PATIENCE = Duration.ofSeconds(5);
  private static final int NODES = 3;

  private final RunDirectory run;
  private final NodeProgram program;
  private final Map<String, String> options;
  private List<NodeEntry> entries = List.of();

  LocalDrillCluster(Path directory, NodeProgram program, int portBase, String memory) {
    this.run = new RunDirectory(directory);
    this.program = program;
    this.options =
        new TreeMap<>(
            Map.of(
                "nodes",
                Integer.toString(NODES),
                "slots",
                "1",
                "memory",
                memory,
                "profile",
                "local",
                "port-base",
                Integer.toString(portBase)));
  }

  @Override
  public ApiClient client() {
    List<ApiServer> servers =
        entries.stream()
            .map(entry -> new ApiServer(entry.name(), URI.create(entry.node().url())))
            .toList();
    return new ApiClient(ApiAddress.of(servers, ""));
  }

  @Override
  public List<String> nodes() {
    return entries.stream().map(NodeEntry::name).toList();
  }

  @Override
  public ProcessIdentity process(String node) throws IOException {
    for (NodeEntry entry : run.entries()) {
      if (entry.name().equals(node)) {
        return entry.process();
      }
    }
    throw new DrillException("no such node: node=" + node + ", run directory=" + run.root());
  }

  @Override
  public void startMissing() throws IOException, InterruptedException {
    new ClusterStart(run, program, START_PATIENCE, this).up(options);
    entries = run.entries();
  }

  @Override
  public void cut(String node) {
    throw new IllegalStateException("nodes on one address can't be parted: node=" + node);
  }

  @Override
  public void join(String node) {
    cut(node);
  }

  @Override
  public void end() throws IOException, InterruptedException {
    new ClusterStop(run, this).down(END_PATIENCE);
  }

  @Override
  public void note(String line) {
    // Nobody else uses this run directory.
  }

  @Override
  public void ready(int ready, int of) {
    // Seconds at most.
  }
}
