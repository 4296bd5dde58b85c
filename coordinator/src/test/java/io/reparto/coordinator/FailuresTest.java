package io.reparto.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.message.DeathCertificate;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private final Failures failures = new Failures(3, 4);

  private Optional<String> fail(int task, String worker, boolean otherWorkers) {
    var certificate =
        new DeathCertificate(task, 0, "part " + task, worker, "cause", "", Duration.ZERO);
    return failures.add(certificate, 1, otherWorkers);
  }

  @Test
  void givenEveryTaskFails_whenTheRowIsFull_thenTheJobFails() {
    for (int task = 0; task < 3; task++) {
      assertThat(fail(task, "w", false)).isEmpty();
    }

    assertThat(fail(3, "w", false).orElseThrow()).contains("failures=4", "last=cause");
  }

  @Test
  void givenOneOfSeveralWorkersFails_whenTheRowIsFull_thenTheJobWaitsForAnother() {
    for (int task = 0; task < 10; task++) {
      assertThat(fail(task, "bad", true)).isEmpty();
    }

    assertThat(fail(10, "other", true)).isPresent();
  }

  @Test
  void givenACommitInBetween_whenTasksFail_thenTheRowBeginsAgain() {
    for (int task = 0; task < 10; task++) {
      assertThat(fail(task, "w", false)).isEmpty();
      failures.committed();
    }
  }
}
