package io.reparto.node.race.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.node.lab.Machine;
import io.reparto.node.race.RaceSettings;
import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.DoubleColumn;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.LongColumn;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RaceReportTest {
  private static final Machine MACHINE = new Machine("a processor", 2, "17");

  private static Outcome outcome(String name, boolean promised, double nanos, Long... observed) {
    return new Outcome(name, promised, 30, List.of(observed), nanos, 0);
  }

  private static RaceReport report(Outcome... outcomes) {
    return new RaceReport(
        "threads",
        new RaceSettings(3, 10, 2),
        List.of(outcomes),
        MACHINE,
        List.of(),
        Optional.empty());
  }

  @Test
  void givenAFasterWrongStrategy_whenCompared_thenTheBestExactOneIsTheMeasure() {
    Outcome plain = outcome("plain", false, 1, 30L, 12L);
    Outcome lock = outcome("lock", true, 50, 30L, 30L);
    Outcome atomic = outcome("atomic", true, 4, 30L, 30L);

    RaceReport report = report(plain, lock, atomic);

    assertThat(report.speed(plain)).hasValue(4.0);
    assertThat(report.speed(lock)).hasValue(0.08);
    assertThat(report.speed(atomic)).hasValue(1.0);
  }

  @Test
  void givenAWrongStrategyThatWasLucky_whenCompared_thenItIsNotTheMeasure() {
    Outcome plain = outcome("plain", false, 1, 30L);
    Outcome atomic = outcome("atomic", true, 4, 30L);

    assertThat(report(plain, atomic).speed(atomic)).hasValue(1.0);
  }

  @Test
  void givenNoExactStrategy_whenCompared_thenThereIsNoSpeed() {
    Outcome plain = outcome("plain", false, 1, 12L);

    JobResult table = RaceColumns.of(report(plain));

    assertThat(report(plain).speed(plain)).isEmpty();
    assertThat(column(table, "speed").isNull(0)).isTrue();
  }

  @Test
  void givenABrokenStrategy_whenAsked_thenItIsNamed() {
    Outcome lock = outcome("lock", true, 50, 29L);

    assertThat(report(outcome("plain", false, 1, 12L), lock).broken()).containsExactly(lock);
  }

  @Test
  void givenAReport_whenMadeATable_thenMeasuresHaveThreeDigitsAndCountsAll() {
    Outcome plain = outcome("plain", false, 0.123456, 30L, 12L, 20L);
    Outcome atomic = outcome("atomic", true, 1234.5, 30L, 30L, 30L);

    JobResult table = RaceColumns.of(report(plain, atomic));

    assertThat(table.columns().stream().map(Column::name))
        .containsExactly(
            "strategy",
            "expected",
            "min",
            "median",
            "max",
            "lost",
            "lost %",
            "ns/increment",
            "speed",
            "verdict");
    assertThat(((LongColumn) column(table, "lost")).values()).containsExactly(28, 0);
    assertThat(((DoubleColumn) column(table, "lost %")).values()).containsExactly(31.1, 0);
    assertThat(((DoubleColumn) column(table, "ns/increment")).values())
        .containsExactly(0.123, 1230.0);
    assertThat(((DoubleColumn) column(table, "speed")).values()).containsExactly(1e4, 1.0);
  }

  private static Column column(JobResult table, String name) {
    return table.columns().stream().filter(each -> each.name().equals(name)).findFirst().get();
  }
}
