package io.reparto.node.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.node.endtoend.RepartoProcess.Outcome;
import io.reparto.node.local.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuringTest {
  @TempDir Path directory;

  @Test
  void givenAJob_whenTimed_thenTheTableSaysHowLongAndWhere() throws Exception {
    Outcome outcome =
        RepartoProcess.reparto(
                "time",
                "pi",
                "--samples",
                "1e7",
                "--repeats",
                "2",
                "--warm-up",
                "1",
                "--slots",
                "1")
            .run();

    assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
    assertThat(outcome.stdout().lines())
        .anyMatch(row -> row.startsWith("rate,samples/s,"))
        .anyMatch(row -> row.matches("cpu: slots,s,0\\.[0-9]*[1-9][0-9]*,.*"))
        .anyMatch(row -> row.startsWith("slots: idle,s,"));
    assertThat(outcome.stderr())
        .contains("mean of 2 runs after 1 to warm up")
        .doesNotContain("\tat ");
  }

  @Test
  void givenLocalJvms_whenScaled_thenTheFolderIsWrittenAndNothingElseIsLeft() throws Exception {
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    Path output = directory.resolve("out");

    Outcome outcome =
        RepartoProcess.reparto(
                "scale",
                "sleep",
                "--tasks=4",
                "--millis=50",
                "--nodes=1,2",
                "--repeats=1",
                "--warm-up=1",
                "--memory=256m",
                "--port-base=" + FreePorts.base(),
                "--output=" + output)
            .with(
                "REPARTO_JAVA_OPTS",
                "-Djava.io.tmpdir=" + temporary + " " + RepartoProcess.QUICK_START)
            .run();

    assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
    assertThat(outcome.stdout().lines()).hasSize(3).anyMatch(row -> row.startsWith("2,1,"));
    assertThat(Files.readString(output.resolve("report.md"))).contains("| 2 | 1 | ");
    assertThat(Files.size(output.resolve("speedup.png"))).isGreaterThan(10_000);
    assertThat(temporary).isEmptyDirectory();
    assertThat(
            ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(temporary.toString())))
        .isEmpty();
  }
}
