package io.reparto.node.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.node.endtoend.RepartoProcess.Outcome;
import io.reparto.node.endtoend.RepartoProcess.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaceTest {
  @TempDir Path directory;

  @Test
  void givenThreads_whenRaced_thenCorrectStrategiesAreExactAndThePlotIsThere() throws Exception {
    Path plot = directory.resolve("race.png");

    Outcome outcome =
        RepartoProcess.reparto("race", "--rounds", "3", "--explain", "--plot", plot.toString())
            .run();

    assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
    assertThat(outcome.stdout().lines().skip(4)).hasSize(7).allMatch(row -> row.endsWith(",exact"));
    assertThat(outcome.stderr()).contains("plain field, recorded").doesNotContain("\tat ");
    assertThat(Files.size(plot)).isGreaterThan(10_000);
  }

  @Test
  void givenProcesses_whenRaced_thenCorrectStrategiesAreExactAndNoFileIsLeft() throws Exception {
    Outcome outcome =
        RepartoProcess.reparto("race", "--processes", "2", "--increments", "1000", "--rounds", "3")
            .with("REPARTO_JAVA_OPTS", "-Djava.io.tmpdir=" + directory)
            .run();

    assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
    assertThat(outcome.stdout().lines().skip(2)).hasSize(3).allMatch(row -> row.endsWith(",exact"));
    assertThat(outcome.stderr())
        .contains("was killed while it held the lock")
        .doesNotContain("\tat ")
        .doesNotContainIgnoringCase("warning");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void givenAnInterruption_whenProcessesRace_thenTheyEndTooAndTheCodeIs130() throws Exception {
    Running running =
        RepartoProcess.reparto("race", "--processes", "2", "--rounds", "10000")
            .with("REPARTO_JAVA_OPTS", "-Djava.io.tmpdir=" + directory)
            .startInterruptible();
    while (running.process().descendants().count() < 2) {
      assertThat(running.process().waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
    }
    List<ProcessHandle> children = running.process().descendants().toList();

    running.signal("INT");

    assertThat(running.await().exitCode()).isEqualTo(130);
    for (ProcessHandle child : children) {
      child.onExit().get(10, TimeUnit.SECONDS);
    }
    assertThat(directory).isEmptyDirectory();
  }
}
