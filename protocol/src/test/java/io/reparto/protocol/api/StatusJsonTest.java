package io.reparto.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.Costs;
import io.reparto.protocol.message.DeathCertificate;
import io.reparto.protocol.message.JobCosts;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.LedgerCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusJsonTest {

  private static JobStatus status(JobStatus.State state, Work total, String reason, String digest) {
    return new JobStatus(
        new JobId("pi-1"),
        "pi",
        "",
        state,
        new JobOptions(7, false),
        12,
        Instant.parse("2026-11-22T10:00:00.123456Z"),
        total,
        "pi ≈ 3.14",
        new JobSummary(
            new LedgerCounts(4, 3, 5, 1),
            new Work(1L << 60, 9),
            "samples",
            Duration.ofNanos(1_234_567),
            Duration.ofNanos(3_600_123_456_789L),
            List.of("skipped 3 rows"),
            List.of(new DeathCertificate(1, 0, "range", "w", "boom", "at X", Duration.ofMillis(5))),
            new JobCosts(
                4,
                1_234_567,
                List.of(
                    new JobCosts.Worker(
                        "w", 3, 2, 1, new Costs(1, 20, 300, 4_000, 50_000, 6, 7, 8, 9))))),
        reason,
        digest);
  }

  @Test
  void givenAStatus_whenWrittenAndRead_thenItIsTheSame() throws JsonProcessingException {
    for (JobStatus status :
        List.of(
            status(JobStatus.State.RUNNING, new Work(100, Work.UNKNOWN), "", ""),
            status(JobStatus.State.PLANNING, new Work(Work.UNKNOWN, 0), "", ""),
            status(JobStatus.State.FAILED, Work.NONE, "reason", ""),
            status(JobStatus.State.SUCCEEDED, Work.NONE, "", "ab12"))) {
      String text = ApiJson.LENIENT.writeValueAsString(StatusJson.of(status));

      assertThat(ApiJson.LENIENT.readValue(text, StatusJson.class).toStatus()).isEqualTo(status);
    }
  }

  @Test
  void givenWhatIsNotKnown_whenWritten_thenItIsNull() throws JsonProcessingException {
    var running = StatusJson.of(status(JobStatus.State.RUNNING, new Work(5, Work.UNKNOWN), "", ""));

    assertThat(ApiJson.LENIENT.writeValueAsString(running))
        .contains("\"state\":\"running\"", "\"bytes\":{\"done\":9,\"total\":null}")
        .contains("\"digest\":null", "\"reason\":null", "\"total\":5");
  }

  @Test
  void givenAFieldOfANewerServer_whenRead_thenItIsPassedOver() throws JsonProcessingException {
    var problem = ApiJson.LENIENT.readValue("{\"detail\":\"d\",\"new\":[1]}", ProblemJson.class);

    assertThat(problem.detail()).isEqualTo("d");
  }

  @Test
  void givenAFieldTwice_whenReadStrictly_thenItIsRefused() {
    assertThatThrownBy(() -> ApiJson.STRICT.readTree("{\"a\":1,\"a\":2}"))
        .hasMessageContaining("Duplicate field 'a'");
    assertThatThrownBy(() -> ApiJson.STRICT.readTree("{} {}"))
        .isInstanceOf(JsonProcessingException.class);
  }
}
