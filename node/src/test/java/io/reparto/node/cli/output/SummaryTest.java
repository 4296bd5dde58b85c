package io.reparto.node.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.LedgerCounts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryTest {

  @ParameterizedTest
  @CsvSource({"1, samples, 1 sample (", "2, samples, 2 samples (", "1, data, 1 data ("})
  void givenOneUnit_whenSummed_thenItsNameIsSingular(long units, String unit, String beginning) {
    var summary =
        new JobSummary(
            new LedgerCounts(1, 1, 1, 0),
            new Work(units, 0),
            unit,
            Duration.ZERO,
            Duration.ofSeconds(1),
            List.of(),
            List.of());
    var report =
        new JobReport(
            "any",
            JobReport.State.SUCCEEDED,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            summary,
            Duration.ofSeconds(2),
            WorkerLogs.NONE);

    String text = Summary.of(report);

    assertThat(text).startsWith(beginning);
  }

  @Test
  void givenTasksThatWereTriedTwice_whenSummed_thenTheRateIsThatOfTheTasks() {
    var summary =
        new JobSummary(
            new LedgerCounts(6, 6, 9, 2),
            new Work(6, 0),
            "tasks",
            Duration.ZERO,
            Duration.ofSeconds(2),
            List.of(),
            List.of());
    var report =
        new JobReport(
            "sleep",
            JobReport.State.SUCCEEDED,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            summary,
            Duration.ofSeconds(2),
            WorkerLogs.NONE);

    assertThat(Summary.of(report))
        .startsWith(
            "6 tasks (3/s), each committed once, in 9 attempts: 1 failed, 2 refused as duplicates\n");
  }
}
