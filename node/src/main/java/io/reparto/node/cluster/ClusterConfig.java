package io.reparto.node.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;

/** Turns a node's settings into Akka's. */
final class ClusterConfig {
  static final String SYSTEM = "reparto";
  private static final String INBOUND_LANES = "akka.remote.artery.advanced.inbound-lanes";

  private ClusterConfig() {}

  /**
   * The configuration of the node's actor system.
   *
   * @param config the whole configuration, which wins nowhere over what {@code reparto.node} says
   * @param version of this Reparto; nodes of another are refused
   */
  static Config of(NodeSettings node, Config config, String version) {
    List<String> seeds =
        node.seedNodes().stream().map(seed -> "akka://" + SYSTEM + "@" + seed).toList();
    var keys =
        Map.ofEntries(
            Map.entry("reparto.version", version),
            Map.entry("reparto.input.confined", node.inputRoots().confine()),
            Map.entry("reparto.node.profile", node.profile()),
            Map.entry("akka.remote.artery.transport", node.transport()),
            Map.entry("akka.remote.artery.canonical.hostname", node.host()),
            Map.entry("akka.remote.artery.canonical.port", node.port()),
            Map.entry("akka.remote.artery.bind.hostname", node.bindHost()),
            Map.entry("akka.remote.artery.bind.port", node.port()),
            Map.entry(
                INBOUND_LANES,
                inboundLanes(
                    config.getInt(INBOUND_LANES), Runtime.getRuntime().availableProcessors())),
            Map.entry("akka.cluster.seed-nodes", seeds),
            Map.entry("akka.cluster.roles", List.copyOf(node.roles())),
            Map.entry("akka.cluster.app-version", version),
            Map.entry(
                "reparto.worker.compute-dispatcher.thread-pool-executor.fixed-pool-size",
                node.slots()),
            Map.entry(
                "akka.coordinated-shutdown.phases.service-requests-done.timeout",
                node.drainTimeout().toMillis() + "ms"));
    return ConfigFactory.parseMap(keys)
        .withFallback(
            node.kubernetes()
                .map(
                    found -> found.akka(node.host(), node.bindHost(), node.isCoordinator(), config))
                .orElse(ConfigFactory.empty()))
        .withFallback(
            config.getConfig("reparto.node.profiles." + node.profile()).withOnlyPath("akka"))
        .withFallback(config.getConfig("reparto.node.overlay"))
        .withFallback(config);
  }

  /**
   * Lanes on which messages of other nodes are read: fewer than the shared pool has threads. Until
   * the cluster extension is there, reading gossip waits for it (akka-cluster 2.8.5,
   * ClusterMessageSerializer, GossipTimeToLive), and so does the receiver of heartbeats; the
   * extension in turn waits for actors of that pool. A node that comes back under its old address
   * is sent both while it starts, and with a lane for each thread it could give up after 20 s.
   *
   * @param wished the most there may be
   * @param cores of this node, which has as many shared threads, at least two
   */
  static int inboundLanes(int wished, int cores) {
    return Math.max(1, Math.min(wished, cores - 2));
  }
}
