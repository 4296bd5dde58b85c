package io.reparto.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.cluster.ConfigValidation;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a node's settings make of Akka's. */
class ClusterConfigTest {

  private static Config config(String own) {
    return ConfigFactory.parseString(own).withFallback(ConfigFactory.load());
  }

  private static Config akka(String own) {
    Config config = config(own);
    return ClusterConfig.of(NodeSettings.from(config), config, "test");
  }

  private static Config ofProfile(String profile) {
    return akka("reparto.node.profile = " + profile);
  }

  @ParameterizedTest
  @CsvSource({"local, 12", "kubernetes, 15"})
  void givenAProfile_whenANodeFallsSilent_thenTheWaitsAddUpToWhatIsPromised(
      String profile, long promisedSeconds) {
    Config cluster = ofProfile(profile).getConfig("akka.cluster");

    Duration detection =
        cluster
            .getDuration("failure-detector.heartbeat-interval")
            .plus(cluster.getDuration("failure-detector.acceptable-heartbeat-pause"))
            .plus(cluster.getDuration("failure-detector.min-std-deviation").multipliedBy(6))
            .plus(cluster.getDuration("unreachable-nodes-reaper-interval"));
    Duration decision =
        cluster
            .getDuration("split-brain-resolver.stable-after")
            .plusSeconds(1) // SplitBrainResolver.tickInterval of Akka 2.8.5
            .plus(cluster.getDuration("gossip-interval").multipliedBy(2))
            .plus(cluster.getDuration("leader-actions-interval"));
    Duration takeover =
        cluster
            .getDuration("down-removal-margin")
            .plus(cluster.getDuration("singleton-proxy.singleton-identification-interval"));
    assertThat(detection.plus(decision).plus(takeover))
        .isLessThan(Duration.ofSeconds(promisedSeconds));
  }

  @ParameterizedTest
  @CsvSource({"local", "kubernetes"})
  void givenAProfile_whenANodeLeaves_thenTheHandOverIsTriedForSeconds(String profile) {
    Config singleton = ofProfile(profile).getConfig("akka.cluster.singleton");

    assertThat(
            singleton
                .getDuration("hand-over-retry-interval")
                .multipliedBy(singleton.getInt("min-number-of-hand-over-retries")))
        .isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void givenANode_whenStarted_thenItsActorsAndArteryShareThreads() {
    Config akka = akka("").getConfig("akka");

    for (String user :
        List.of(
            "actor.internal-dispatcher",
            "remote.use-dispatcher",
            "remote.artery.advanced.use-dispatcher")) {
      assertThat(akka.getString(user)).as(user).isEqualTo("akka.actor.default-dispatcher");
    }
    assertThat(akka.getInt("actor.default-dispatcher.fork-join-executor.parallelism-min"))
        .isEqualTo(2);
    assertThat(akka.getDouble("actor.default-dispatcher.fork-join-executor.parallelism-factor"))
        .as("of the cores")
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"4, 1, 1", "4, 2, 1", "4, 3, 1", "4, 4, 2", "4, 6, 4", "4, 64, 4", "1, 64, 1"})
  void givenCores_whenGossipWaitsForTheClusterToStart_thenThreadsAreLeftToStartIt(
      int wished, int cores, int lanes) {
    assertThat(ClusterConfig.inboundLanes(wished, cores)).isEqualTo(lanes);
  }

  @Test
  void givenMoreLanesThanThreadsWished_whenStarted_thenThereAreFewer() {
    String key = "akka.remote.artery.advanced.inbound-lanes";

    assertThat(akka(key + " = 1000").getInt(key))
        .isEqualTo(ClusterConfig.inboundLanes(1000, Runtime.getRuntime().availableProcessors()));
  }

  @Test
  void givenTheProfileOfAMachine_whenStarted_thenCrashesAreWatchedForUnlessNobodyCanRefuse() {
    assertThat(NodeSettings.from(config("reparto.node.profile = local")).watchesForCrashes())
        .isTrue();
    assertThat(
            NodeSettings.from(config("reparto.node { profile = local, transport = aeron-udp }"))
                .watchesForCrashes())
        .isFalse();
    assertThat(NodeSettings.from(config("")).watchesForCrashes()).isFalse();
  }

  @Test
  void givenTheProfileOfAMachine_whenStarted_thenAeronLeavesCoresToOtherNodes() {
    String level = "akka.remote.artery.advanced.aeron.idle-cpu-level";

    assertThat(akka("reparto.node.profile = local").getInt(level)).isEqualTo(1);
    assertThat(akka("").getInt(level)).isEqualTo(5);
  }

  @Test
  void givenNoProfile_whenStarted_thenItIsTheOneForNetworks() {
    assertThat(akka("").getConfig("akka.cluster"))
        .isEqualTo(ofProfile("kubernetes").getConfig("akka.cluster"));
  }

  @Test
  void givenASettingChangedInItsProfile_whenStarted_thenItHolds() {
    Config changed =
        akka(
            "reparto.node.profiles.kubernetes.akka.cluster.split-brain-resolver.stable-after = 17s");

    assertThat(changed.getDuration("akka.cluster.split-brain-resolver.stable-after"))
        .isEqualTo(Duration.ofSeconds(17));
  }

  @Test
  void givenKubernetes_whenACoordinatorsNodeStarts_thenItLooksForPodsAndMayBeginACluster() {
    Config found =
        akka(
            "reparto.node { bootstrap = kubernetes, host = 10.1.2.3, bind-host = 0.0.0.0 }\n"
                + "reparto.node.kubernetes { coordinators = 5, management-port = 7000 }");

    assertThat(found.getStringList("akka.cluster.seed-nodes")).isEmpty();
    assertThat(found.getString("akka.discovery.method")).isEqualTo("kubernetes-api");
    assertThat(found.getString("akka.management.http.hostname")).isEqualTo("10.1.2.3");
    assertThat(found.getString("akka.management.http.bind-hostname")).isEqualTo("0.0.0.0");
    assertThat(found.getInt("akka.management.http.port")).isEqualTo(7000);
    Config bootstrap = found.getConfig("akka.management.cluster.bootstrap");
    assertThat(bootstrap.getBoolean("new-cluster-enabled")).isTrue();
    assertThat(bootstrap.getInt("contact-point-discovery.required-contact-point-nr")).isEqualTo(5);
  }

  @Test
  void givenKubernetes_whenAWorkersNodeStarts_thenItNeverBeginsAClusterOfItsOwn() {
    Config found = akka("reparto.node { bootstrap = kubernetes, roles = [worker] }");

    assertThat(found.getBoolean("akka.management.cluster.bootstrap.new-cluster-enabled")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "reparto.node.bootstrap = consul, reparto.node.bootstrap",
    "reparto.node.kubernetes.coordinators = 0, reparto.node.kubernetes.coordinators",
    "reparto.node.kubernetes.management-port = 0, reparto.node.kubernetes.management-port",
    "reparto.node.kubernetes.pod-selector = app=%s, reparto.node.kubernetes.pod-selector"
  })
  void givenAWayToTheClusterThatIsNone_whenStarted_thenTheKeyIsNamed(String setting, String key) {
    String quoted = setting.replaceFirst("= (.*)$", "= \"$1\"");
    Config config =
        config(
            quoted
                + "\n"
                + (setting.contains("bootstrap") ? "" : "reparto.node.bootstrap = kubernetes"));

    assertThatThrownBy(() -> NodeSettings.from(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }

  @Test
  void givenNodesOfTwoProfiles_whenOneJoins_thenTheyDoNotMatch() {
    ConfigValidation mixed =
        new SameVersionChecker().check(ofProfile("local"), ofProfile("kubernetes"));
    ConfigValidation same = new SameVersionChecker().check(ofProfile("local"), ofProfile("local"));

    assertThat(mixed.toString()).contains("reparto.node.profile");
    assertThat(same.toString()).doesNotContain("reparto.node.profile");
  }
}
