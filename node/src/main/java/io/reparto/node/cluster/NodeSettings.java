package io.reparto.node.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import io.reparto.coordinator.CoordinatorSettings;
import io.reparto.coordinator.http.HttpSettings;
import io.reparto.coordinator.registry.RegistrySettings;
import io.reparto.node.kubernetes.KubernetesSettings;
import io.reparto.node.worker.WorkerSettings;
import io.reparto.protocol.job.InputRoots;
import io.reparto.protocol.settings.SettingRange;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a cluster node is, read from {@code reparto.node} and checked before an actor starts;
 * meanings and ranges stand in reference.conf.
 *
 * @param seedNodes nodes to join through; none where the cluster is found by Kubernetes
 * @param kubernetes how it is found there, if so
 * @param slots leases its worker runs at a time, at least 1
 * @param profile names the settings of failure detection
 * @param watchesForCrashes whether it looks for the end of other nodes' processes on this machine
 * @param frameBytes most bytes of a frame of partials and of a part of a plan or result
 * @param inputRoots what jobs may read on this node
 */
record NodeSettings(
    String name,
    String host,
    int port,
    String bindHost,
    Set<String> roles,
    List<String> seedNodes,
    Optional<KubernetesSettings> kubernetes,
    int slots,
    String transport,
    Duration drainTimeout,
    String profile,
    boolean watchesForCrashes,
    int frameBytes,
    InputRoots inputRoots,
    CoordinatorSettings coordinator,
    RegistrySettings registry,
    WorkerSettings worker) {
  static final String COORDINATOR = "coordinator";
  static final String WORKER = "worker";

  static final Set<String> ROLES = Set.of(COORDINATOR, WORKER);
  private static final Set<String> TRANSPORTS = Set.of("tcp", "tls-tcp", "aeron-udp");
  private static final Set<String> PROFILES = Set.of("local", "kubernetes");
  private static final int MOST_SLOTS = 4096;
  private static final long MOST_FRAME_BYTES = 128 * 1024;

  NodeSettings {
    roles = Set.copyOf(roles);
    seedNodes = List.copyOf(seedNodes);
    requireMatch("name", name, "[A-Za-z0-9][A-Za-z0-9._-]{0,63}", "letters, digits, . _ and -");
    requireMatch("host", host, "\\S+", "a host name or address");
    SettingRange.require("reparto.node.port", port, 1, 65_535);
    SettingRange.require("reparto.node.slots", slots, 1, MOST_SLOTS);
    SettingRange.require("reparto.node.drain-timeout", drainTimeout.toMillis(), 1_000, 3_600_000);
    SettingRange.require("reparto.partials.frame-size", frameBytes, 1, MOST_FRAME_BYTES);
    if (roles.isEmpty() || !ROLES.containsAll(roles)) {
      throw new IllegalArgumentException(
          "reparto.node.roles must name coordinator, worker or both: value=" + roles);
    }
    if (!TRANSPORTS.contains(transport)) {
      throw new IllegalArgumentException(
          "reparto.node.transport must be tcp, tls-tcp or aeron-udp: value=" + transport);
    }
    if (!PROFILES.contains(profile)) {
      throw new IllegalArgumentException(
          "reparto.node.profile must be local or kubernetes: value=" + profile);
    }
    if (seedNodes.isEmpty() && kubernetes.isEmpty()) {
      throw new IllegalArgumentException(
          "reparto.node.seed-nodes must name at least one node as host:port, a first node itself:"
              + " value=[]");
    }
    for (String seed : seedNodes) {
      requireMatch("seed-nodes", seed, "\\S+:[0-9]{1,5}", "host:port");
    }
  }

  private static void requireMatch(String key, String value, String form, String expected) {
    if (!value.matches(form)) {
      throw new IllegalArgumentException(
          "reparto.node." + key + " must be " + expected + ": value=" + value);
    }
  }

  /**
   * Reads the keys.
   *
   * @param config the whole configuration
   * @throws IllegalArgumentException naming the key and the value out of range
   */
  static NodeSettings from(Config config) {
    Config section = config.getConfig("reparto.node");
    String host = section.getString("host");
    int port = section.getInt("port");
    String name = section.getString("name");
    int slots = section.getInt("slots");
    InputRoots inputRoots = inputRoots(config.getConfig("reparto.input"));
    String bindHost = section.getString("bind-host");
    String transport = section.getString("transport");
    String profile = section.getString("profile");
    Optional<KubernetesSettings> kubernetes = kubernetes(config);
    return new NodeSettings(
        name.isEmpty() ? (host + "-" + port).replaceAll("[^A-Za-z0-9._-]", "-") : name,
        host,
        port,
        bindHost.isEmpty() ? host : bindHost,
        Set.copyOf(section.getStringList("roles")),
        kubernetes.isPresent() ? List.of() : section.getStringList("seed-nodes"),
        kubernetes,
        slots == 0 ? Runtime.getRuntime().availableProcessors() : slots,
        transport,
        section.getDuration("drain-timeout"),
        profile,
        isOn(section, "profiles." + profile + ".watch-for-crashes")
            && !transport.equals("aeron-udp"),
        (int) Math.min(Integer.MAX_VALUE, config.getBytes("reparto.partials.frame-size")),
        inputRoots,
        CoordinatorSettings.from(config),
        RegistrySettings.from(config),
        WorkerSettings.from(config).measuringCpuTime().confinedTo(inputRoots));
  }

  private static Optional<KubernetesSettings> kubernetes(Config config) {
    String bootstrap = config.getString("reparto.node.bootstrap");
    return switch (bootstrap) {
      case "seed-nodes" -> Optional.empty();
      case "kubernetes" -> Optional.of(KubernetesSettings.from(config));
      default ->
          throw new IllegalArgumentException(
              "reparto.node.bootstrap must be seed-nodes or kubernetes: value=" + bootstrap);
    };
  }

  private static InputRoots inputRoots(Config section) {
    InputRoots roots = InputRoots.of(directories(section.getValue("roots")));
    return section.getBoolean("compare-times") ? roots : roots.ofCopiesWithTimesOfTheirOwn();
  }

  /** A list, or as the environment has it: one text with a colon between paths. */
  private static List<String> directories(ConfigValue value) {
    return value.unwrapped() instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : Stream.of(String.valueOf(value.unwrapped()).split(File.pathSeparator))
            .filter(directory -> !directory.isBlank())
            .toList();
  }

  /**
   * Whoever may name inputs from other machines must not name every file of this one.
   *
   * @throws IllegalArgumentException if the API listens beyond loopback and may read anywhere
   */
  void requireRootsBeyondLoopback(HttpSettings http) {
    if (http.isBeyondLoopback() && !inputRoots.confine()) {
      throw new IllegalArgumentException(
          "reparto.http.host is reachable from other machines and reparto.input.roots is empty:"
              + " name the directories that jobs may read (environment REPARTO_INPUT_ROOTS) or"
              + " listen on 127.0.0.1: host="
              + http.host());
    }
  }

  private static boolean isOn(Config section, String key) {
    return section.hasPath(key) && section.getBoolean(key);
  }

  boolean isCoordinator() {
    return roles.contains(COORDINATOR);
  }

  boolean isWorker() {
    return roles.contains(WORKER);
  }
}
