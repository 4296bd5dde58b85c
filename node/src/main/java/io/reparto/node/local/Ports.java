package io.reparto.node.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether ports are free: each is taken and given back. */
final class Ports {
  private Ports() {}

  /** A process killed a moment ago is gone before the system has closed its sockets. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /**
   * Refuses to start nodes on ports that others have, and go on to have.
   *
   * @throws LocalClusterException that names every port that is in use
   */
  static void requireFree(List<LocalNode> nodes, Transport transport) throws InterruptedException {
    if (!Poll.until(PATIENCE, () -> used(nodes, transport).isEmpty())) {
      throw new LocalClusterException(
          "ports are in use: "
              + String.join(", ", used(nodes, transport))
              + "; end what has them, or take others with --port-base");
    }
  }

  /** The ports of these nodes that others have. */
  static List<String> used(List<LocalNode> nodes, Transport transport) {
    try {
      return findUsed(nodes, transport);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> findUsed(List<LocalNode> nodes, Transport transport)
      throws IOException {
    var used = new ArrayList<String>();
    for (LocalNode node : nodes) {
      boolean udp = transport == Transport.AERON_UDP;
      if (!(udp ? isFreeUdp(node.arteryPort()) : isFreeTcp(node.arteryPort()))) {
        used.add(node.arteryPort() + (udp ? "/udp" : "") + " (" + node.name() + ", Artery)");
      }
      if (!isFreeTcp(node.httpPort())) {
        used.add(node.httpPort() + " (" + node.name() + ", HTTP)");
      }
    }
    return used;
  }

  private static boolean isFreeTcp(int port) throws IOException {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true); // as the node does: connections long closed don't count
      socket.bind(new InetSocketAddress(loopback(), port));
      return true;
    } catch (BindException e) {
      return false;
    }
  }

  private static boolean isFreeUdp(int port) throws IOException {
    try (var socket = new DatagramSocket(port, loopback())) {
      return socket.isBound();
    } catch (BindException e) {
      return false;
    }
  }

  /** {@link LocalNode#HOST}, whatever this JVM prefers. */
  private static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }
}
