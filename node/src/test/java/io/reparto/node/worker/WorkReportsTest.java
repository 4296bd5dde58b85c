package io.reparto.node.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.message.JobId;
import org.junit.jupiter.api.Test;

class WorkReportsTest {
  private static final JobId JOB = new JobId("job-a");
  private static final JobId OTHER = new JobId("job-b");

  private final WorkReports reports = new WorkReports(200);

  @Test
  void givenTwentySlots_whenEachReportsFiveTimes_thenTheWorkerHardlyTellsMore() {
    int told = 0;
    for (int nanos = 0; nanos < 1000; nanos += 10) {
      told += reports.take(JOB, nanos) ? 1 : 0;
    }

    assertThat(told).isEqualTo(6); // by one slot, five
  }

  @Test
  void givenOneSlot_whenItIsALittleEarly_thenItIsHeard() {
    assertThat(reports.take(JOB, 0)).isTrue();
    assertThat(reports.take(JOB, 190)).isTrue();
    assertThat(reports.take(JOB, 390)).isTrue();
  }

  @Test
  void givenTwoJobs_whenOneWasTold_thenTheOtherStillIs() {
    assertThat(reports.take(JOB, 0)).isTrue();
    assertThat(reports.take(OTHER, 1)).isTrue();
    assertThat(reports.take(JOB, 2)).isFalse();

    reports.drop(JOB);

    assertThat(reports.take(JOB, 3)).isTrue();
  }
}
