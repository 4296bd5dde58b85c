package io.reparto.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaceTest {
  @TempDir Path directory;
  private final CommandLineFixture line = new CommandLineFixture();

  @Test
  void givenJson_whenRaced_thenEveryStrategyHasARowAndEveryRoundACount() throws Exception {
    int code =
        line.run(
            "race",
            "--threads",
            "2",
            "--increments",
            "1_000",
            "--rounds",
            "3",
            "--explain",
            "--format",
            "json");

    assertThat(code).as(line.stderr()).isZero();
    JsonNode json = new ObjectMapper().readTree(line.stdout());
    assertThat(json.get("race").asText()).isEqualTo("threads");
    assertThat(json.get("threads").asInt()).isEqualTo(2);
    assertThat(json.get("increments").asInt()).isEqualTo(1000);
    assertThat(json.at("/machine/cores").asInt()).isPositive();
    var names = new ArrayList<String>();
    for (JsonNode row : json.get("result")) {
      names.add(row.get("strategy").asText());
      assertThat(row.get("expected").asLong()).isEqualTo(2000);
      assertThat(row.get("ns/increment").asDouble()).isPositive();
      assertThat(json.get("observed").get(row.get("strategy").asText())).hasSize(3);
      assertThat(row.get("lost").asLong() > 0)
          .isEqualTo(row.get("verdict").asText().equals("loses"));
    }
    assertThat(names)
        .containsExactly(
            "plain field",
            "volatile",
            "VarHandle opaque",
            "synchronized",
            "ReentrantLock",
            "AtomicLong",
            "VarHandle add",
            "LongAdder",
            "actor owns it",
            "actor-local");
    assertThat(json.at("/explanation/expected").asLong()).isEqualTo(2000);
    assertThat(json.get("remarks")).anyMatch(remark -> remark.asText().contains("+= n"));
    assertThat(line.stderr()).contains("2 threads × 1000 increments, 3 rounds", "note: a JIT may");
  }

  @Test
  void givenAPlot_whenRaced_thenItIsThereAndTheTableIsOnStdoutAlone() throws Exception {
    Path plot = directory.resolve("race.svg");

    int code =
        line.run(
            "race",
            "--threads",
            "2",
            "--increments",
            "100",
            "--rounds",
            "1",
            "-q",
            "--plot",
            plot.toString());

    assertThat(code).isZero();
    assertThat(Files.readString(plot)).contains("<svg");
    assertThat(line.stdout()).startsWith("strategy,expected,min,median,max,lost,").hasLineCount(11);
    assertThat(line.stderr()).isEmpty();
  }

  @Test
  void givenAPlaceThatCantBeWritten_whenRaced_thenItFailsBeforeTheRace() {
    int code = line.run("race", "--plot", directory.resolve("none/race.svg").toString());

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(line.stdout()).isEmpty();
    assertThat(line.stderr())
        .startsWith("reparto: the plot can't be written: file=")
        .hasLineCount(1);
  }

  @Test
  void givenAnInterruption_whenRacing_thenNothingIsPrintedAndNoFileIsLeft() throws Exception {
    line.interruption.raise(2);

    int code = line.run("race", "--plot", directory.resolve("race.svg").toString());

    assertThat(code).isEqualTo(130);
    assertThat(line.stdout()).isEmpty();
    assertThat(line.stderr()).isEqualTo("reparto: interrupted, no result\n");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void givenHelp_whenAsked_thenItNamesTheOptionsAndTheCodes() {
    int code = line.run("race", "--help");

    assertThat(code).isZero();
    assertThat(line.stdout())
        .startsWith("Usage: reparto race [OPTION]...")
        .contains("--threads=N", "--processes=N", "--explain", "--plot=FILE")
        .contains("done, whatever the race did");
    assertThat(List.of(line.stderr())).containsExactly("");
  }
}
