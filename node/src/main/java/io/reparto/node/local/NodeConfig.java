package io.reparto.node.local;

import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The configuration file of one node, in HOCON. */
final class NodeConfig {
  private final LocalNode node;
  private final List<String> seeds;
  private final Transport transport;
  private final String profile;
  private final Path registry;

  /**
   * What every transport needs.
   *
   * @param seeds addresses of the nodes through which it joins, the same first one for all
   * @param profile of failure detection
   * @param registry the directory for its copy of the registry, where that is to be on disk
   */
  NodeConfig(
      LocalNode node, List<String> seeds, Transport transport, String profile, Path registry) {
    this.node = node;
    this.seeds = List.copyOf(seeds);
    this.transport = transport;
    this.profile = profile;
    this.registry = registry;
  }

  /**
   * The file's text.
   *
   * @param keys for TLS
   * @param aeronDirectory for the embedded media driver
   */
  String text(Optional<NodeKeys> keys, Optional<Path> aeronDirectory) {
    var text = new StringBuilder();
    text.append(
        """
        # Written by reparto; the next start of this node overwrites it.
        reparto.node {
          name = %s
          roles = [%s]
          host = %s
          port = %d
          seed-nodes = [%s]
          slots = %d
          transport = %s
          profile = %s
        }
        reparto.http {
          host = %s
          port = %d
        }
        reparto.registry.directory = %s
        # All nodes start at the same time: whoever comes before the first one soon tries again.
        akka.cluster.seed-node-timeout = 1s
        """
            .formatted(
                quoted(node.name()),
                String.join(", ", node.role().names()),
                quoted(LocalNode.HOST),
                node.arteryPort(),
                seeds.stream().map(NodeConfig::quoted).collect(Collectors.joining(", ")),
                node.slots(),
                transport.word(),
                profile,
                quoted(LocalNode.HOST),
                node.httpPort(),
                quoted(registry.toString())));
    keys.ifPresent(each -> text.append(tls(each)));
    aeronDirectory.ifPresent(
        each ->
            text.append("akka.remote.artery.advanced.aeron.aeron-dir = ")
                .append(quoted(each.toString()))
                .append('\n'));
    return text.toString();
  }

  /** Keys as in Akka 2.8.5's reference.conf, akka-remote. */
  private static String tls(NodeKeys keys) {
    String password = quoted(keys.password());
    return """
        akka.remote.artery.ssl.config-ssl-engine {
          key-store = %s
          key-store-password = %s
          key-password = %s
          trust-store = %s
          trust-store-password = %s
          require-mutual-authentication = on
          hostname-verification = on
          protocol = "TLSv1.3"
          enabled-algorithms = [TLS_AES_256_GCM_SHA384, TLS_AES_128_GCM_SHA256]
        }
        """
        .formatted(
            quoted(keys.keyStore().toString()),
            password,
            password,
            quoted(keys.trustStore().toString()),
            password);
  }

  private static String quoted(String text) {
    return ConfigUtil.quoteString(text);
  }
}
