package io.reparto.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.LedgerCounts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndedJobsTest {

  private static JobEvent ended(String job, int rows) {
    var summary =
        new JobSummary(
            new LedgerCounts(1, 1, 1, 0),
            Work.NONE,
            "rows",
            Duration.ZERO,
            Duration.ZERO,
            List.of(),
            List.of());
    return new JobEvent.Succeeded(
        new JobId(job),
        new JobResult(List.of(LongColumn.of("n", new long[rows]))),
        "digest",
        summary);
  }

  @Test
  void givenMoreJobsThanRemembered_whenAdded_thenTheOldestAreForgotten() {
    var jobs = new EndedJobs(2, 1_000);

    jobs.add(ended("a", 1));
    jobs.add(ended("b", 1));
    jobs.add(ended("c", 1));

    assertThat(jobs.lastEvent(new JobId("a"))).isEmpty();
    assertThat(jobs.lastEvent(new JobId("b"))).isPresent();
    assertThat(jobs.lastEvent(new JobId("c"))).isPresent();
  }

  @Test
  void givenMoreCellsThanRemembered_whenAdded_thenTheOldestAreForgotten() {
    var jobs = new EndedJobs(100, 10);

    jobs.add(ended("a", 6));
    jobs.add(ended("b", 4));
    assertThat(jobs.lastEvent(new JobId("a"))).isPresent();
    jobs.add(ended("c", 1));

    assertThat(jobs.lastEvent(new JobId("a"))).isEmpty();
    assertThat(jobs.lastEvent(new JobId("b"))).isPresent();
  }

  @Test
  void givenNothingMayBeRemembered_whenAdded_thenNothingIs() {
    var jobs = new EndedJobs(0, 0);

    jobs.add(ended("a", 6));

    assertThat(jobs.lastEvent(new JobId("a"))).isEmpty();
  }
}
