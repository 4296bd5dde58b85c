package io.reparto.node.local;

import static io.reparto.node.local.NodeState.DEAD;
import static io.reparto.node.local.NodeState.PAUSED;
import static io.reparto.node.local.NodeState.RUNNING;
import static io.reparto.node.local.NodeState.UNREADY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes one by one, in a cluster that runs. */
class LocalClusterTest {
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
  void givenANode_whenKilled_thenItIsDeadAndUpStartsThatOneAgain() throws Exception {
    fixture.up("nodes", "2");
    ProcessIdentity first = fixture.node("node-1").process();

    fixture.cluster.kill(fixture.node("node-2"));

    assertThat(fixture.states()).isEqualTo(Map.of("node-1", RUNNING, "node-2", DEAD));
    assertThatThrownBy(() -> fixture.cluster.kill(fixture.node("node-2")))
        .hasMessageStartingWith("node-2 is dead already: pid=");
    assertThat(fixture.up("nodes", "2").started()).containsExactly("node-2");
    assertThat(fixture.node("node-1").process()).isEqualTo(first);
    assertThat(fixture.states()).isEqualTo(Map.of("node-1", RUNNING, "node-2", RUNNING));
  }

  @Test
  void givenTheFirstNodeKilled_whenStartedAgain_thenItJoinsTheOthers() throws Exception {
    fixture.up("nodes", "2");
    fixture.cluster.kill(fixture.node("node-1"));

    fixture.up();

    LocalNode other = fixture.node("node-2").node();
    assertThat(Files.readString(fixture.run.config("node-1")))
        .contains("seed-nodes = [\"" + other.address() + "\", ");
  }

  @Test
  void givenANode_whenPausedAndResumed_thenItsStateFollows() throws Exception {
    fixture.up("nodes", "1");

    fixture.cluster.pause(fixture.node("node-1"));

    assertThat(fixture.states()).isEqualTo(Map.of("node-1", PAUSED));
    assertThatThrownBy(() -> fixture.cluster.pause(fixture.node("node-1")))
        .hasMessage("node-1 is paused already");
    assertThatThrownBy(() -> fixture.cluster.drain(fixture.node("node-1"), ClusterFixture.TIMEOUT))
        .hasMessage("node-1 is paused and can't leave: reparto resume node-1");
    assertThat(fixture.up().kept()).containsExactly("node-1");
    assertThat(fixture.notes).containsExactly("node-1 is paused: not waiting for it");

    fixture.cluster.resume(fixture.node("node-1"));

    assertThat(fixture.states()).isEqualTo(Map.of("node-1", RUNNING));
    assertThatThrownBy(() -> fixture.cluster.resume(fixture.node("node-1")))
        .hasMessage("node-1 is not paused");
  }

  @Test
  void givenAPausedNode_whenTheClusterEnds_thenItEndsInOrder() throws Exception {
    fixture.up("nodes", "1");
    fixture.cluster.pause(fixture.node("node-1"));

    ClusterStop.Outcome outcome = fixture.down(ClusterFixture.TIMEOUT);

    assertThat(outcome.ended()).containsExactly("node-1");
    assertThat(outcome.killed()).isEmpty();
  }

  @Test
  void givenANode_whenDrained_thenItIsNoLongerListed() throws Exception {
    fixture.up("nodes", "2");
    ProcessIdentity process = fixture.node("node-2").process();

    fixture.cluster.drain(fixture.node("node-2"), ClusterFixture.TIMEOUT);

    assertThat(process.isAlive()).isFalse();
    assertThat(fixture.states()).containsOnlyKeys("node-1");
    assertThat(fixture.run.log("node-2")).exists();
  }

  @Test
  void givenACluster_whenShrunk_thenSoManyWorkersAreLeftAndAtTheEndAsManyAsBefore()
      throws Exception {
    fixture.up("nodes", "3");

    try (var shrinking = new ShrinkingCluster(fixture.run, fixture.program, fixture)) {
      shrinking.shrinkTo(3);
      assertThat(shrinking.workers()).isEqualTo(3);
      shrinking.shrinkTo(1);

      assertThat(fixture.states()).isEqualTo(Map.of("node-1", RUNNING));
    }

    assertThat(fixture.states())
        .isEqualTo(Map.of("node-1", RUNNING, "node-4", RUNNING, "node-5", RUNNING));
    assertThat(fixture.notes).isEmpty();
  }

  @Test
  void givenANodeThatStays_whenDrained_thenItIsSaidAndTheNodeIsKept() throws Exception {
    fixture.giveFault("node-1", StandInNode.STUBBORN);
    fixture.up("nodes", "1");

    assertThatThrownBy(() -> fixture.cluster.drain(fixture.node("node-1"), Duration.ofMillis(100)))
        .hasMessageStartingWith("node-1 has not left within 0 s");
    assertThat(fixture.node("node-1").process().isAlive()).isTrue();
    fixture.down(Duration.ofMillis(100));
  }

  @Test
  void givenANodeThatLosesItsCluster_whenListed_thenItIsUnready() throws Exception {
    fixture.up("nodes", "1");

    fixture.giveFault("node-1", StandInNode.UNREADY);

    assertThat(fixture.states()).isEqualTo(Map.of("node-1", UNREADY));
    assertThat(fixture.cluster.nodes().get(0).uptime()).get().isNotEqualTo(Duration.ZERO);
  }

  @Test
  void givenACluster_whenANodeIsAdded_thenItHasTheNextNumberAndTheSameOptions() throws Exception {
    fixture.up("nodes", "1", "slots", "3");

    ClusterStart.Outcome outcome = fixture.add(Role.WORKER);

    assertThat(outcome.started()).containsExactly("node-2");
    LocalNode added = fixture.node("node-2").node();
    assertThat(added.role()).isEqualTo(Role.WORKER);
    assertThat(added.slots()).isEqualTo(3);
    assertThat(added.arteryPort()).isEqualTo(Integer.parseInt(fixture.portBase) + 1);
    assertThat(Files.readString(fixture.run.config("node-2")))
        .contains("roles = [worker]", "seed-nodes = [\"127.0.0.1:" + fixture.portBase + "\"]");
    assertThat(fixture.up("nodes", "1").kept()).containsExactly("node-1", "node-2");
  }

  @Test
  void givenNoCluster_whenANodeIsAdded_thenItIsSaid() {
    assertThatThrownBy(() -> fixture.add(Role.BOTH))
        .hasMessageStartingWith("no cluster runs here: run directory=");
  }

  @Test
  void givenAnotherProcessWithThePid_whenEnded_thenItIsNotTouched() throws Exception {
    Process other = new ProcessBuilder("cat").start(); // waits for what it never gets
    try {
      var recycled = new ProcessIdentity(other.pid(), "at another time");
      LocalNode node = ClusterOptions.of(Map.of("nodes", "1")).nodes().get(0);
      var entry = new NodeEntry(node, recycled, true, java.util.Optional.empty());
      fixture.run.write(entry);

      Map<String, NodeState> states = fixture.states();
      ClusterStop.Outcome outcome = fixture.down(Duration.ofSeconds(1));

      assertThat(states).isEqualTo(Map.of("node-1", DEAD));
      assertThat(outcome.dead()).containsExactly("node-1");
      assertThat(outcome.ended()).isEmpty();
      assertThat(other.isAlive()).isTrue();
      assertThat(ProcessIdentity.of(other.pid()).isStopped()).contains(false);
    } finally {
      other.destroyForcibly().waitFor();
    }
  }
}
