package io.reparto.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastWordsTest {
  private static final List<String> LOG =
      List.of(
          "2026-11-27T10:00:01.000+0000 [main] INFO one",
          "\tat a stack",
          "2026-11-27T10:00:02.000+0000 [main] INFO two",
          "OpenJDK says something without a time",
          "2026-11-27T11:00:02.500+0100 [main] INFO three",
          "\tat another stack");

  @TempDir Path directory;

  private static List<String> before(String start) {
    return LastWords.before(Optional.of(Instant.parse(start)), LOG);
  }

  @Test
  void givenANodeThatWasStartedAgain_whenAsked_thenTheLinesBeforeItsStartAreLeft() {
    assertThat(before("2026-11-27T10:00:02.400Z")).isEqualTo(LOG.subList(0, 4));
    assertThat(before("2026-11-27T10:00:02.000Z")).isEqualTo(LOG.subList(0, 2));
  }

  @Test
  void givenALogThatBeginsWithTheProcessThatRuns_whenAsked_thenThereAreNone() {
    assertThat(before("2026-11-27T09:00:00.000Z")).isEmpty();
  }

  @Test
  void givenAProcessThatHasSaidNothingOrBeganWhoKnowsWhen_whenAsked_thenThereAreNone() {
    assertThat(before("2026-11-27T12:00:00.000Z")).isEmpty();
    assertThat(LastWords.before(Optional.empty(), LOG)).isEmpty();
  }

  @Test
  void givenNodesDeadAndAlive_whenAsked_thenTheDeadHaveLastWords() throws Exception {
    var run = new RunDirectory(directory);
    var dead = new ProcessIdentity(ProcessHandle.current().pid(), "another start");
    write(run, 1, dead);
    write(run, 2, ProcessIdentity.of(ProcessHandle.current().pid()));

    assertThat(LastWords.of(run, "node-1")).isEqualTo(LOG.subList(1, 6));
    assertThat(LastWords.of(run, "node-2")).isEmpty();
    assertThat(LastWords.of(run, "node-3")).isEmpty();
  }

  private static void write(RunDirectory run, int number, ProcessIdentity process)
      throws Exception {
    var node = new LocalNode(number, Role.BOTH, 1, 1, 2);
    run.write(new NodeEntry(node, process, false, Optional.empty()));
    Files.write(run.log(node.name()), LOG);
  }
}
