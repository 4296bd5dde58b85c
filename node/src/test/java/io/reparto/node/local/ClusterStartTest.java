package io.reparto.node.local;

import static io.reparto.node.local.NodeState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster comes up whole or not at all. */
class ClusterStartTest {
  @TempDir Path directory;
  private ClusterFixture fixture;

  @BeforeEach
  void givenARunDirectory() throws Exception {
    fixture = new ClusterFixture(directory);
  }

  @AfterEach
  void endAll() throws Exception {
    fixture.down(Duration.ofSeconds(5));
  }

  @Test
  void givenNothing_whenUp_thenEveryNodeIsAProcessOfItsOwnAndReady() throws Exception {
    ClusterStart.Outcome outcome = fixture.up("nodes", "2");

    int base = Integer.parseInt(fixture.portBase);
    assertThat(outcome.started()).containsExactly("node-1", "node-2");
    assertThat(outcome.kept()).isEmpty();
    assertThat(outcome.url()).isEqualTo("http://127.0.0.1:" + (base + 100));
    String founder = "\"127.0.0.1:" + base + "\"";
    String second = "\"127.0.0.1:" + (base + 1) + "\"";
    assertThat(Files.readString(fixture.run.config("node-1")))
        .contains("seed-nodes = [" + founder + "]");
    assertThat(Files.readString(fixture.run.config("node-2")))
        .contains("seed-nodes = [" + founder + ", " + second + "]");
    assertThat(fixture.states()).isEqualTo(Map.of("node-1", RUNNING, "node-2", RUNNING));
    for (String name : outcome.started()) {
      ProcessIdentity process = fixture.node(name).process();
      assertThat(process.pid()).isEqualTo(fixture.ownPid(name)); // not that of setsid
      assertThat(fixture.ownHeap(name)).isBetween(40L << 20, 48L << 20);
      assertThat(fixture.run.log(name)).exists();
    }
  }

  @Test
  void givenARunningCluster_whenUpIsRepeated_thenNothingIsStarted() throws Exception {
    fixture.up("nodes", "2", "slots", "1");
    var before = fixture.run.entries();

    ClusterStart.Outcome same = fixture.up("nodes", "2", "slots", "1");
    ClusterStart.Outcome less = fixture.up();

    assertThat(same.started()).isEmpty();
    assertThat(same.kept()).containsExactly("node-1", "node-2");
    assertThat(less).isEqualTo(same);
    assertThat(fixture.run.entries()).isEqualTo(before);
  }

  @Test
  void givenARunningCluster_whenUpAsksForAnother_thenEachDifferenceIsNamed() throws Exception {
    fixture.up("nodes", "1", "slots", "1");

    assertThatThrownBy(() -> fixture.up("nodes", "2", "slots", "1", "transport", "tls-tcp"))
        .isInstanceOf(LocalClusterException.class)
        .hasMessage(
            "a cluster runs here with other options: --nodes is 1 (asked for: 2), --transport is"
                + " tcp (asked for: tls-tcp); end it first: reparto down");
  }

  @Test
  void givenANodeThatDiesEarly_whenUp_thenItsLastWordsAreShownAndNothingIsLeft() throws Exception {
    fixture.giveFault("node-2", StandInNode.DIES);

    assertThatThrownBy(() -> fixture.up("nodes", "2"))
        .isInstanceOf(LocalClusterException.class)
        .hasMessageStartingWith("node-2 ended before it was ready: exit code=1, log=")
        .hasMessageContaining("IllegalStateException: these are my last words");

    assertThat(fixture.run.entries()).isEmpty();
    assertThat(fixture.run.options()).isEmpty();
    fixture.takeFault("node-2", StandInNode.DIES);
    assertThat(fixture.up("nodes", "2").started()).hasSize(2); // the ports are free again
  }

  @Test
  void givenANodeThatNeverGetsReady_whenUp_thenItIsNamedAndNothingIsLeft() throws Exception {
    fixture.giveFault("node-1", StandInNode.UNREADY);

    assertThatThrownBy(() -> fixture.up(Duration.ofSeconds(3), "nodes", "1"))
        .hasMessageStartingWith("nodes are not ready within 3 s: node-1; logs: " + directory);
    assertThat(fixture.run.entries()).isEmpty();
  }

  @Test
  void givenACoordinatorThatKnowsNoWorker_whenUp_thenItIsSaid() throws Exception {
    fixture.giveFault("node-1", StandInNode.FORGETFUL);

    assertThatThrownBy(() -> fixture.up(Duration.ofSeconds(4), "nodes", "1"))
        .hasMessageContaining("does not know all workers: workers=0, expected=1");
  }

  @Test
  void givenPortsInUse_whenUp_thenTheirNumbersAreSaidAndNothingIsStarted() throws Exception {
    int base = Integer.parseInt(fixture.portBase);
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try (var artery = new ServerSocket(base + 1, 1, loopback);
        var http = new ServerSocket(base + 100, 1, loopback)) {
      assertThatThrownBy(() -> fixture.up("nodes", "2"))
          .hasMessageStartingWith(
              "ports are in use: %d (node-1, HTTP), %d (node-2, Artery); "
                  .formatted(http.getLocalPort(), artery.getLocalPort()));
    }
    assertThat(fixture.run.entries()).isEmpty();
    assertThat(fixture.run.options()).isEmpty();
  }

  @Test
  void givenRolesApart_whenUp_thenCoordinatorsComeFirst() throws Exception {
    fixture.up("coordinators", "1", "workers", "1");

    assertThat(fixture.run.entries())
        .extracting(entry -> entry.node().role())
        .containsExactly(Role.COORDINATOR, Role.WORKER);
  }

  @Test
  void givenANodeThatDoesNotEnd_whenDown_thenItIsKilledAndSaidAndLogsStay() throws Exception {
    fixture.giveFault("node-2", StandInNode.STUBBORN);
    fixture.up("nodes", "2");
    var processes = fixture.run.entries().stream().map(NodeEntry::process).toList();

    ClusterStop.Outcome outcome = fixture.down(Duration.ofSeconds(3));

    assertThat(outcome.ended()).containsExactly("node-1");
    assertThat(outcome.killed()).containsExactly("node-2");
    assertThat(processes).noneMatch(ProcessIdentity::isAlive);
    assertThat(fixture.run.entries()).isEmpty();
    assertThat(fixture.run.log("node-2")).exists();
    assertThat(fixture.down(Duration.ofSeconds(1)))
        .isEqualTo(
            new ClusterStop.Outcome(java.util.List.of(), java.util.List.of(), java.util.List.of()));
  }

  @Test
  void givenASignalWhileWaiting_whenUp_thenWhatWasStartedEnds() throws Exception {
    fixture.giveFault("node-1", StandInNode.UNREADY);
    var failure = new CompletableFuture<Throwable>();
    var waiting = new CountDownLatch(1);
    var start =
        new ClusterStart(
            fixture.run,
            fixture.program,
            ClusterFixture.TIMEOUT,
            new ClusterProgress() {
              @Override
              public void note(String line) {}

              @Override
              public void ready(int ready, int of) {
                waiting.countDown();
              }
            });
    var thread =
        new Thread(
            () -> {
              try {
                start.up(Map.of("nodes", "1", "port-base", fixture.portBase, "memory", "48m"));
                failure.complete(null);
              } catch (Throwable e) {
                failure.complete(e);
              }
            });
    thread.start();
    assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
    ProcessIdentity process = fixture.node("node-1").process();

    thread.interrupt();

    assertThat(failure.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    assertThat(process.isAlive()).isFalse();
    assertThat(fixture.run.entries()).isEmpty();
  }

  @Test
  void givenTls_whenUp_thenTheCertificatesAreMadeAndNamedInTheConfiguration() throws Exception {
    fixture.up("nodes", "1", "transport", "tls-tcp");

    assertThat(Files.readString(fixture.run.config("node-1")))
        .contains("transport = tls-tcp", "key-store = ", "node-1.p12");
    assertThat(fixture.run.certificates().resolve("node-1.p12")).isRegularFile();
    assertThatThrownBy(() -> fixture.cluster.certificates(1, true))
        .hasMessageStartingWith("certificates can't be renewed while nodes run: node=node-1");
  }

  @Test
  void givenAeron_whenKilledAndDown_thenTheMediaDriversFilesAreGone() throws Exception {
    fixture.up("nodes", "1", "transport", "aeron-udp");
    Path aeron = fixture.node("node-1").aeronDirectory().orElseThrow();
    Files.createDirectories(aeron);
    Files.writeString(aeron.resolve("cnc.dat"), "left behind");
    fixture.cluster.kill(fixture.node("node-1"));

    ClusterStop.Outcome outcome = fixture.down(Duration.ofSeconds(1));

    assertThat(outcome.dead()).containsExactly("node-1");
    assertThat(aeron).doesNotExist();
  }
}
