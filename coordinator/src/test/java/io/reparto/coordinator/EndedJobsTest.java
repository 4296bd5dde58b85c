package io.reparto.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.LedgerCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndedJobsTest {
  private static final JobSpec SPEC = new JobSpec("job", Map.of());

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

  private static void add(EndedJobs jobs, JobEvent last) {
    jobs.add(
        JobStatus.accepted(last.job(), SPEC, JobOptions.USUAL, Instant.EPOCH, 1).after(last),
        Optional.of(last));
  }

  @Test
  void givenMoreJobsThanRemembered_whenAdded_thenTheOldestAreForgotten() {
    var jobs = new EndedJobs(2, 1_000);

    add(jobs, ended("a", 1));
    add(jobs, ended("b", 1));
    add(jobs, ended("c", 1));

    assertThat(jobs.lastEvent(new JobId("a"))).isEmpty();
    assertThat(jobs.lastEvent(new JobId("b"))).isPresent();
    assertThat(jobs.lastEvent(new JobId("c"))).isPresent();
  }

  @Test
  void givenMoreCellsThanRemembered_whenAdded_thenTheOldestAreForgotten() {
    var jobs = new EndedJobs(100, 10);

    add(jobs, ended("a", 6));
    add(jobs, ended("b", 4));
    assertThat(jobs.lastEvent(new JobId("a"))).isPresent();
    add(jobs, ended("c", 1));

    assertThat(jobs.lastEvent(new JobId("a"))).isEmpty();
    assertThat(jobs.lastEvent(new JobId("b"))).isPresent();
  }

  @Test
  void givenNothingMayBeRemembered_whenAdded_thenNothingIs() {
    var jobs = new EndedJobs(0, 0);

    add(jobs, ended("a", 6));

    assertThat(jobs.lastEvent(new JobId("a"))).isEmpty();
  }
}
