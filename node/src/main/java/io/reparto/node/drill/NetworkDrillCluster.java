package io.reparto.node.drill;

import io.reparto.node.cli.remote.ApiAddress;
import io.reparto.node.cli.remote.ApiClient;
import io.reparto.node.cli.remote.ApiServer;
import io.reparto.node.local.NodeProgram;
import io.reparto.node.local.ProcessIdentity;
import io.reparto.protocol.api.ClusterJson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Nodes with addresses of their own on a network that can be cut, with the profile of networks. */
final class NetworkDrillCluster implements DrillCluster {
  static final int NODES = 3;
  private static final int ARTERY_PORT = 25520;
  private static final int HTTP_PORT = 8550;
  private static final int START_SECONDS = 180;
  private static final int END_SECONDS = 10;
  private static final String NAME = "node-";

  private final SplitNetwork network;
  private final Path directory;
  private final Path inputs;
  private final NodeProgram program;
  private final String memory;
  // Beyond loopback the API wants one.
  private final String token = UUID.randomUUID().toString();
  private final Map<String, Process> processes = new TreeMap<>();
  private final Map<String, ProcessIdentity> identities = new TreeMap<>();

  NetworkDrillCluster(
      SplitNetwork network, Path directory, Path inputs, NodeProgram program, String memory) {
    this.network = network;
    this.directory = directory;
    this.inputs = inputs;
    this.program = program;
    this.memory = memory;
  }

  @Override
  public ApiClient client() {
    List<ApiServer> servers =
        IntStream.rangeClosed(1, NODES)
            .mapToObj(
                node ->
                    new ApiServer(
                        NAME + node,
                        URI.create("http://" + network.address(node) + ":" + HTTP_PORT)))
            .toList();
    return new ApiClient(ApiAddress.of(servers, token));
  }

  @Override
  public List<String> nodes() {
    return IntStream.rangeClosed(1, NODES).mapToObj(node -> NAME + node).toList();
  }

  @Override
  public ProcessIdentity process(String node) {
    return identities.get(node);
  }

  @Override
  public void startMissing() throws Exception {
    for (int node = 1; node <= NODES; node++) {
      if (!isAlive(node)) {
        start(node);
      }
    }
    ApiClient client = client();
    Wait.until(
        START_SECONDS,
        "every node has joined: directory=" + directory,
        () -> {
          FaultScripts.requireAlive(this);
          ClusterJson now = client.cluster();
          return now.workers().size() == NODES
              && now.nodes().stream().filter(ClusterJson.NodeJson::answers).count() == NODES;
        });
  }

  private boolean isAlive(int node) {
    // Not as Process has it: that hears of an end a moment later than whoever looks.
    ProcessIdentity identity = identities.get(NAME + node);
    return identity != null && identity.isAlive();
  }

  /**
   * A node joins through those that run. Only if there is none it founds the cluster: one that
   * named itself first could found a second cluster beside the first, if it hears no other soon
   * enough.
   */
  private void start(int node) throws IOException {
    String seeds =
        IntStream.rangeClosed(1, NODES)
            .filter(this::isAlive)
            .mapToObj(each -> '"' + network.address(each) + ":" + ARTERY_PORT + '"')
            .collect(Collectors.joining(", "));
    Path home = Files.createDirectories(directory.resolve(NAME + node));
    Path config = home.resolve("node.conf");
    Files.writeString(
        config,
        """
        reparto.node {
          name = %1$s
          host = "%2$s"
          port = %3$d
          seed-nodes = [%4$s]
          slots = 1
          profile = kubernetes
        }
        reparto.http { host = "%2$s", port = %5$d }
        reparto.input.roots = ["%6$s"]
        akka.cluster.seed-node-timeout = 1s
        """
            .formatted(
                NAME + node,
                network.address(node),
                ARTERY_PORT,
                seeds.isEmpty() ? '"' + network.address(node) + ":" + ARTERY_PORT + '"' : seeds,
                HTTP_PORT,
                inputs));
    Process process =
        program.start(
            network.at(node),
            Map.of("REPARTO_HTTP_TOKEN", token),
            config,
            memory,
            home.resolve("log"));
    processes.put(NAME + node, process);
    identities.put(NAME + node, ProcessIdentity.of(process.pid()));
  }

  @Override
  public void cut(String node) throws InterruptedException {
    network.cut(number(node));
  }

  @Override
  public void join(String node) throws InterruptedException {
    network.join(number(node));
  }

  private static int number(String node) {
    return Integer.parseInt(node.substring(NAME.length()));
  }

  @Override
  public void end() throws InterruptedException {
    processes.values().forEach(Process::destroy);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
    for (Process process : processes.values()) {
      long left = Math.max(0, deadline - System.nanoTime());
      if (!process.waitFor(left, TimeUnit.NANOSECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
    network.remove();
  }
}
