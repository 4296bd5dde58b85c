package io.reparto.node.kubernetes;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reparto.protocol.settings.SettingRange;
import java.util.Map;

/**
 * The keys under {@code reparto.node.kubernetes}; meanings and ranges stand in reference.conf.
 *
 * @param managementPort where pods ask each other for their cluster, and Kubernetes for their
 *     health
 * @param coordinators how many have to be found before they form a new cluster
 * @param podSelector labels of the coordinators' pods, as Kubernetes' API takes them
 * @param deletionCost whether the node ranks its own pod for removal
 */
public record KubernetesSettings(
    int managementPort, int coordinators, String podSelector, boolean deletionCost) {
  private static final String SECTION = "reparto.node.kubernetes";

  public KubernetesSettings {
    SettingRange.require(SECTION + ".management-port", managementPort, 1, 65_535);
    SettingRange.require(SECTION + ".coordinators", coordinators, 1, 1_000);
    if (podSelector.isBlank() || podSelector.contains("%")) {
      throw new IllegalArgumentException(
          SECTION
              + ".pod-selector must be labels as name=value, with commas: value="
              + podSelector);
    }
  }

  /**
   * Reads the keys.
   *
   * @param config the whole configuration
   * @throws IllegalArgumentException naming the key and the value out of range
   */
  public static KubernetesSettings from(Config config) {
    Config section = config.getConfig(SECTION);
    return new KubernetesSettings(
        section.getInt("management-port"),
        section.getInt("coordinators"),
        section.getString("pod-selector"),
        section.getBoolean("deletion-cost"));
  }

  /**
   * What of Akka's settings follows from these.
   *
   * @param host of this pod, by which others reach it
   * @param bindHost the address to listen on
   * @param formsClusters whether this node may begin a cluster of its own where it finds none
   * @param config the whole configuration
   */
  public Config akka(String host, String bindHost, boolean formsClusters, Config config) {
    var keys =
        Map.of(
            "akka.management.http.hostname",
            host,
            "akka.management.http.bind-hostname",
            bindHost,
            "akka.management.http.port",
            managementPort,
            "akka.management.cluster.bootstrap.new-cluster-enabled",
            formsClusters,
            "akka.management.cluster.bootstrap.contact-point-discovery.required-contact-point-nr",
            coordinators,
            "akka.discovery.kubernetes-api.pod-label-selector",
            podSelector);
    return ConfigFactory.parseMap(keys).withFallback(config.getConfig(SECTION + ".overlay"));
  }
}
