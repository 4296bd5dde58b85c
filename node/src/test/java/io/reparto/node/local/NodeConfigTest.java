package io.reparto.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeConfigTest {
  private static final LocalNode NODE =
      ClusterOptions.of(Map.of("nodes", "2", "slots", "3")).nodes().get(1);
  private static final List<String> SEEDS = List.of("127.0.0.1:25520", "127.0.0.1:25521");

  private static Config parse(Transport transport, Optional<NodeKeys> keys, Optional<Path> aeron) {
    return ConfigFactory.parseString(
        new NodeConfig(NODE, SEEDS, transport, "local", Path.of("/r n/registry"))
            .text(keys, aeron));
  }

  @Test
  void givenTcp_whenWritten_thenItHoldsTheNodeAndNothingElse() {
    Config config = parse(Transport.TCP, Optional.empty(), Optional.empty());

    assertThat(config)
        .isEqualTo(
            ConfigFactory.parseMap(
                Map.ofEntries(
                    Map.entry("akka.cluster.seed-node-timeout", "1s"),
                    Map.entry("reparto.node.name", "node-2"),
                    Map.entry("reparto.node.roles", List.of("coordinator", "worker")),
                    Map.entry("reparto.node.host", "127.0.0.1"),
                    Map.entry("reparto.node.port", 25521),
                    Map.entry("reparto.node.seed-nodes", SEEDS),
                    Map.entry("reparto.node.slots", 3),
                    Map.entry("reparto.node.transport", "tcp"),
                    Map.entry("reparto.node.profile", "local"),
                    Map.entry("reparto.http.host", "127.0.0.1"),
                    Map.entry("reparto.http.port", 25621),
                    Map.entry("reparto.registry.directory", "/r n/registry"))));
  }

  @Test
  void givenTls_whenWritten_thenBothSidesMustShowCertificates() {
    var keys = new NodeKeys(Path.of("/a \"b\"/node.p12"), Path.of("/a/trust.p12"), "p$w#\\d");

    Config config = parse(Transport.TLS_TCP, Optional.of(keys), Optional.empty());

    Config tls = config.getConfig("akka.remote.artery.ssl.config-ssl-engine");
    assertThat(config.getString("reparto.node.transport")).isEqualTo("tls-tcp");
    assertThat(tls.getString("key-store")).isEqualTo("/a \"b\"/node.p12");
    assertThat(tls.getString("trust-store")).isEqualTo("/a/trust.p12");
    for (String key : List.of("key-store-password", "key-password", "trust-store-password")) {
      assertThat(tls.getString(key)).isEqualTo("p$w#\\d");
    }
    assertThat(tls.getBoolean("require-mutual-authentication")).isTrue();
    assertThat(tls.getBoolean("hostname-verification")).isTrue();
    assertThat(tls.getString("protocol")).isEqualTo("TLSv1.3");
    assertThat(tls.getStringList("enabled-algorithms"))
        .containsExactly("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256");
  }

  @Test
  void givenAeron_whenWritten_thenTheMediaDriverHasADirectory() {
    Config config = parse(Transport.AERON_UDP, Optional.empty(), Optional.of(Path.of("/x y")));

    assertThat(config.getString("akka.remote.artery.advanced.aeron.aeron-dir")).isEqualTo("/x y");
  }
}
