package io.reparto.node.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.node.cli.Console;
import io.reparto.node.cli.output.DisplayWidth;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.LedgerCounts;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
  private static final JobId JOB = new JobId("pi-1");
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Console console(boolean terminal) {
    return new Console(
        OutputStream.nullOutputStream(),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        false,
        terminal,
        true,
        () -> 60,
        Map.of());
  }

  private static JobEvent.Planned planned(long units, long bytes) {
    return new JobEvent.Planned(JOB, 8, new Work(units, bytes), "rows", Duration.ZERO);
  }

  private static JobEvent.Progressed progressed(int tasks, long units, long bytes) {
    return new JobEvent.Progressed(
        JOB, new LedgerCounts(8, tasks, 8, 0), new Work(units, bytes), "413 groups");
  }

  private static ProgressDisplay show(Console console) {
    return ProgressDisplay.show(
        planned(-1, 1000), progressed(2, 25, 250), Duration.ofSeconds(1), console);
  }

  @Test
  void givenATerminal_whenClosed_thenTheLineIsBlankAgainAndNeverTooWide() {
    try (ProgressDisplay display = show(console(true))) {
      display.update(progressed(4, 50, 500));
    }

    String shown = err.toString(StandardCharsets.UTF_8);
    assertThat(shown).doesNotContain("\n").matches("(?s).*\r *\r");
    for (String line : shown.split("\r", -1)) {
      assertThat(DisplayWidth.of(line)).isLessThan(60);
    }
  }

  @Test
  void givenKnownBytes_whenMeasured_thenBytesGoFirst() {
    assertThat(Measure.of(planned(100, 1000)).done(progressed(1, 2, 500))).isEqualTo(500);
    assertThat(Measure.of(planned(100, 0)).done(progressed(1, 2, 0))).isEqualTo(2);
    assertThat(Measure.of(planned(-1, 0)).done(progressed(1, 2, 0))).isEqualTo(1);
  }

  @Test
  void givenMoreDoneThanPlanned_whenMeasured_thenItIsTheWhole() {
    assertThat(Measure.of(planned(100, 1000)).done(progressed(8, 2, 1200))).isEqualTo(1000);
  }

  @Test
  void givenACoordinatorThatTookOver_whenLessIsDoneThanBefore_thenTheBarGoesBack() {
    try (ProgressDisplay display = show(console(false))) {
      display.update(progressed(6, 75, 750));
      display.update(progressed(4, 50, 500));
    }

    assertThat(err.toString(StandardCharsets.UTF_8)).contains(" 50% │").doesNotContain(" 75% │");
  }

  @Test
  void givenATerminal_whenALineIsPrinted_thenItStandsAloneAndTheBarIsBlanked() {
    try (ProgressDisplay display = show(console(true))) {
      display.update(progressed(4, 50, 500));
      display.print("note: node-1's API is gone");
    }

    assertThat(err.toString(StandardCharsets.UTF_8))
        .containsPattern("(^|\\r *\\r)note: node-1's API is gone\n")
        .matches("(?s).*\r *\r");
  }

  @Test
  void givenNoTerminal_whenShown_thenThereAreWholeLines() {
    try (ProgressDisplay display = show(console(false))) {
      display.update(progressed(4, 50, 500));
    }

    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains(" 50% │")
        .endsWith(", 1 s left, 413 groups\n")
        .doesNotContain("\r");
  }
}
