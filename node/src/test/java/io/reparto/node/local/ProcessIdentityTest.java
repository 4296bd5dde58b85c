package io.reparto.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {

  @Test
  void givenThisProcess_whenAsked_thenItIsAliveAndItself() {
    long pid = ProcessHandle.current().pid();

    ProcessIdentity identity = ProcessIdentity.of(pid);

    assertThat(identity.isAlive()).isTrue();
    assertThat(ProcessIdentity.of(pid)).isEqualTo(identity);
    assertThat(identity.startedAt()).get().isNotNull();
    assertThat(identity.startedAt().orElseThrow()).isBefore(Instant.now());
    assertThat(new ProcessIdentity(pid, identity.started() + "0").isAlive()).isFalse();
  }

  @Test
  void givenAProcessThatHasEnded_whenSignalled_thenNothingHappens() throws Exception {
    Process process = new ProcessBuilder("cat").start();
    ProcessIdentity identity = ProcessIdentity.of(process.pid());

    process.getOutputStream().close();
    process.waitFor();

    assertThat(identity.isAlive()).isFalse();
    identity.send("KILL");
    assertThatThrownBy(() -> ProcessIdentity.of(process.pid()))
        .hasMessage("the process has ended at once: pid=" + process.pid());
  }

  @Test
  void givenAProcessThatNobodyHasWaitedFor_whenAsked_thenItIsDead() throws Exception {
    // The shell starts a child, turns into a program that never waits, and so leaves a zombie.
    Process parent = new ProcessBuilder("sh", "-c", "true & echo $!; exec cat").start();
    try (var output = parent.inputReader()) {
      long zombie = Long.parseLong(output.readLine());
      var handle = ProcessHandle.of(zombie);

      boolean ended =
          Poll.until(java.time.Duration.ofSeconds(10), () -> handle.isEmpty() || !isAlive(zombie));

      assertThat(ended).isTrue();
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }

  private static boolean isAlive(long pid) {
    try {
      return ProcessIdentity.of(pid).isAlive();
    } catch (LocalClusterException e) {
      return false;
    }
  }
}
