package io.reparto.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a probe takes for a crash, with real sockets. */
class CrashProbeTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Longer than a probe takes to tell of a crash. */
  private static final Duration WHILE = Duration.ofSeconds(1);

  private static final String CRASHED = "crashed";

  private final TestProbe<String> heard = KIT.createTestProbe();

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private static ServerSocket listen() throws Exception {
    var server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2);
    server.setSoTimeout((int) PATIENCE.toMillis());
    return server;
  }

  private ActorRef<CrashProbe.Message> probe(ServerSocket server) {
    return KIT.spawn(
        CrashProbe.create(
            new InetSocketAddress(server.getInetAddress(), server.getLocalPort()),
            () -> heard.getRef().tell(CRASHED)));
  }

  /** Waits for the other end to close; one that was about to connect resets the connection. */
  private static boolean isClosed(Socket socket) throws IOException {
    socket.setSoTimeout((int) PATIENCE.toMillis());
    try {
      return socket.getInputStream().read() == -1;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Test
  void givenAConnection_whenTheListenerIsGone_thenItIsACrashToldOnce() throws Exception {
    ServerSocket server = listen();
    ActorRef<CrashProbe.Message> probe = probe(server);
    Socket accepted = server.accept();
    heard.expectNoMessage(WHILE);

    server.close();
    accepted.close();

    heard.expectMessage(PATIENCE, CRASHED);
    heard.expectTerminated(probe, PATIENCE);
    heard.expectNoMessage(WHILE);
  }

  @Test
  void givenAConnection_whenOnlyItBreaks_thenItIsMadeAnewAndNoCrash() throws Exception {
    try (ServerSocket server = listen()) {
      probe(server);
      for (int times = 0; times < 5; times++) {
        server.accept().close();
      }
      server.accept();

      heard.expectNoMessage(WHILE);
    }
  }

  @Test
  void givenAProcessThatAcceptsNothing_whenProbed_thenItIsNoCrash() throws Exception {
    try (ServerSocket server = listen()) { // as one that SIGSTOP holds: only the system answers
      probe(server);

      heard.expectNoMessage(WHILE);
    }
  }

  @Test
  void givenAConnection_whenTheProbeStops_thenItIsClosed() throws Exception {
    try (ServerSocket server = listen()) {
      ActorRef<CrashProbe.Message> probe = probe(server);
      try (Socket accepted = server.accept()) {
        KIT.stop(probe, PATIENCE);

        assertThat(isClosed(accepted)).isTrue();
      }
    }
  }
}
