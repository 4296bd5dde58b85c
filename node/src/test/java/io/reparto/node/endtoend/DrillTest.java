package io.reparto.node.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.node.endtoend.RepartoProcess.Running;
import io.reparto.node.local.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thirty schedules of faults on real processes, which take minutes. */
class DrillTest {
  /** Two of them cut networks, which not every machine allows: then 30 are left. */
  private static final int SCHEDULES = 32;

  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final int LOG_LINES = 40;

  @TempDir Path directory;

  @Test
  void givenSeededFaults_whenJobsRun_thenTheAnswersAreThoseOfOneJvmAndEveryTaskIsCommitted()
      throws Exception {
    Path report = directory.resolve("report.txt");
    Running drill =
        RepartoProcess.bash(
                "exec \"$REPARTO\" drill --seed=1 --schedules="
                    + SCHEDULES
                    + " --port-base="
                    + FreePorts.base()
                    + " --format=csv > "
                    + report)
            .with(
                "REPARTO_JAVA_OPTS", RepartoProcess.QUICK_START + " -Djava.io.tmpdir=" + directory)
            .start();

    boolean ended = drill.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);

    if (!ended) {
      drill.signal("TERM"); // so that it ends its nodes
    }
    String said = drill.stderrSoFar() + lastWords();
    assertThat(ended).as(said).isTrue();
    assertThat(drill.await().exitCode()).as(said).isZero();
    assertThat(Files.readAllLines(report).stream().filter(row -> row.endsWith(",ok")).count())
        .as(said)
        .isGreaterThanOrEqualTo(SCHEDULES - 2);
    assertThat(said).contains(" 0 failed");
  }

  /** What the nodes of failed schedules said; those of others leave nothing behind. */
  private String lastWords() throws IOException {
    var said = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path log : files.filter(file -> file.endsWith("log")).sorted().toList()) {
        List<String> lines = Files.readAllLines(log);
        said.append(log).append(":\n");
        lines
            .subList(Math.max(0, lines.size() - LOG_LINES), lines.size())
            .forEach(line -> said.append(line).append('\n'));
      }
    }
    return said.toString();
  }
}
