package io.reparto.node.race.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparto.node.race.actors.CountingActors;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With real JVMs. */
class ProcessRaceTest {
  private static final int INCREMENTS = 500;

  @Test
  void givenProcesses_whenTheyCount_thenWhatIsPromisedIsExactAndNothingIsLeftBehind()
      throws Exception {
    Path directory;
    List<ProcessHandle> children;
    try (ProcessGroup group = ProcessGroup.start(2);
        CountingActors actors = CountingActors.start(1)) {
      children = handles(group);
      directory = group.directory();
      for (ProcessStrategy strategy : ProcessStrategy.values()) {
        var rounds = new ProcessRounds(group, strategy, actors);
        rounds.warmUp();

        long observed = rounds.run(INCREMENTS).observed();

        if (strategy.promised()) {
          assertThat(observed).as(strategy.text()).isEqualTo(2 * INCREMENTS);
        } else { // may lose, need not
          assertThat(observed).isBetween(1L, 2L * INCREMENTS);
        }
      }
    }

    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertThat(directory).doesNotExist();
  }

  @Test
  void givenAProcessKilledWithTheLock_whenTheOthersCount_thenTheyAreExact() throws Exception {
    try (ProcessGroup group = ProcessGroup.start(2)) {
      String remark = HolderDeath.happen(group);

      assertThat(remark).contains("was killed while it held the lock", "200 of 200");
    }
  }

  @Test
  void givenAProcessKilledInARound_whenAwaited_thenTheFailureNamesItAndTheOthersFinish()
      throws Exception {
    try (ProcessGroup group = ProcessGroup.start(3)) {
      ChildProcess victim = group.children().get(1);
      group.warmUp(ProcessStrategy.FILE_LOCK);
      group.counter().reset();
      // All wait for a lock that is never given back, the victim among them.
      try (ChildProcess holder = group.startChild()) {
        group.await(holder, CountingProcess.READY);
        holder.send(CountingProcess.HOLD);
        group.await(holder, CountingProcess.HOLDING);
        group.beginCount(ProcessStrategy.FILE_LOCK, INCREMENTS);
        while (group.counter().complete() < 3) {
          Thread.onSpinWait();
        }
        victim.kill();
      }

      assertThatThrownBy(group::awaitCounted)
          .isInstanceOf(RaceFailure.class)
          .hasMessageContaining("a counting process died: pid=" + victim.pid() + ", exit code=137")
          .hasMessageContaining("the others finished their round");
      assertThat(group.counter().count()).isEqualTo(2 * INCREMENTS);
    }
  }

  @Test
  void givenLinesOfAChild_whenRead_thenOnlyWholeOnesAreTaken() {
    assertThat(CountedAnswer.parse("counted 5 9 100")).isEqualTo(new CountedAnswer(5, 9, 100));
    assertThatThrownBy(() -> CountedAnswer.parse("counted 5 9"))
        .hasMessageContaining("counted 5 9");
    assertThatThrownBy(() -> CountedAnswer.parse("counted 5 9 x"))
        .hasMessageContaining("counted 5 9 x");
  }

  @Test
  void givenThisJvm_whenAnotherLikeItIsStarted_thenItHasItsOptionsAndNoAgent() {
    List<String> command = JavaCommand.of(CountingProcess.class, "a file");

    assertThat(command.get(0)).startsWith(System.getProperty("java.home"));
    assertThat(command).contains("-cp", CountingProcess.class.getName()).endsWith("a file");
    assertThat(command).noneMatch(word -> word.startsWith("-javaagent"));
  }

  private static List<ProcessHandle> handles(ProcessGroup group) {
    return group.children().stream()
        .map(child -> ProcessHandle.of(child.pid()).orElseThrow())
        .toList();
  }
}
