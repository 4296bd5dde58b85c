package io.reparto.node.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.node.endtoend.RepartoProcess.Outcome;
import io.reparto.node.endtoend.RepartoProcess.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private static final Pattern DIGEST = Pattern.compile("\"digest\"\\s*:\\s*\"([0-9a-f]{64})\"");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {"--help", "run --help", "run pi --help", "run groupby --help", "--version"})
  void givenAQuestion_whenAsked_thenTheAnswerIsOnStdoutAlone(String words) throws Exception {
    Outcome outcome = RepartoProcess.reparto(words.split(" ", -1)).run();

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.stdout()).isNotBlank();
    assertThat(outcome.stderr()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run nothing", "run pi", "run pi --samples many", "run pi --samplse 10"})
  void givenWrongUsage_whenRun_thenItExitsWith2AndSaysWhyOnStderr(String words) throws Exception {
    Outcome outcome = RepartoProcess.reparto(words.split(" ", -1)).run();

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.stdout()).isEmpty();
    assertThat(outcome.stderr()).isNotBlank().doesNotContain("\tat ", "Exception");
  }

  @Test
  void givenABadField_whenGrouped_thenTheJobFailsWith1AndNamesThePlace() throws Exception {
    Path input = Files.writeString(directory.resolve("bad.csv"), "k,v\na,1\nb,x\n");

    Outcome outcome =
        RepartoProcess.reparto(
                "run",
                "groupby",
                "--input",
                input.toString(),
                "--types",
                "v=long",
                "--by",
                "k",
                "--agg",
                "sum:v")
            .run();

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.stdout()).isEmpty();
    assertThat(outcome.stderr()).contains("bad.csv", "v").doesNotContain("\tat ");
  }

  @Test
  void givenAnyWorkersAndSlots_whenRun_thenTheDigestIsTheSame() throws Exception {
    for (String job :
        new String[] {
          "run pi --samples 3e6 --seed 5",
          "run groupby --input examples/airports.csv --by state --agg mean:latitude,var:longitude",
          "run sleep --tasks 100"
        }) {
      String digest = digest(job + " --workers 1 --slots 1");

      assertThat(digest(job)).as(job).isEqualTo(digest);
      assertThat(digest(job + " --workers 3 --slots 2")).as(job).isEqualTo(digest);
    }
  }

  private static String digest(String words) throws InterruptedException {
    Outcome outcome = RepartoProcess.reparto((words + " --format json").split(" ", -1)).run();
    assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
    Matcher digest = DIGEST.matcher(outcome.stdout());
    assertThat(digest.find()).as(outcome.stdout()).isTrue();
    return digest.group(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"simd", "scalar", "columns"})
  void givenAKernel_whenPiIsRun_thenNoWarningOfTheJvmIsSeen(String kernel) throws Exception {
    Outcome outcome =
        RepartoProcess.reparto("run", "pi", "--samples", "1e6", "--kernel", kernel).run();

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.stdout()).contains("\n3.1");
    assertThat(outcome.stdout() + outcome.stderr())
        .doesNotContainIgnoringCase("warning", "deprecat", "sun.misc.Unsafe", "incubator");
  }

  @Test
  void givenAReaderThatStops_whenResultsAreWritten_thenThereIsNoStackTrace() throws Exception {
    Outcome outcome =
        RepartoProcess.bash(
                "\"$REPARTO\" run groupby --input examples/airports.csv --by name,city --agg count"
                    + " --format csv | head -n 1; echo ${PIPESTATUS[0]} >&2")
            .run();

    assertThat(outcome.stdout()).isEqualTo("name,city,count\n");
    assertThat(outcome.stderr()).doesNotContain("Exception", "\tat ");
  }

  @Test
  void givenInterruption_whenAJobRuns_thenItExitsWith130() throws Exception {
    Running running =
        RepartoProcess.reparto("run", "sleep", "--tasks", "2", "--seconds", "600", "--progress")
            .startInterruptible();
    while (!running.stderrSoFar().contains("0 tasks")) {
      assertThat(running.process().waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
    }

    running.signal("INT");

    assertThat(running.await().exitCode()).isEqualTo(130);
  }
}
