package io.reparto.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void givenAJobThatStands_whenWatched_thenItBarksOncePerStall() {
    var watchdog = new Watchdog(Duration.ofSeconds(60), 0);

    assertThat(watchdog.barks(59 * SECOND)).isFalse();
    assertThat(watchdog.barks(60 * SECOND)).isTrue();
    assertThat(watchdog.barks(600 * SECOND)).as("the same stall").isFalse();
    watchdog.progressed(700 * SECOND);
    assertThat(watchdog.barks(759 * SECOND)).isFalse();
    assertThat(watchdog.sinceProgress(759 * SECOND)).isEqualTo(Duration.ofSeconds(59));
    assertThat(watchdog.barks(761 * SECOND)).isTrue();
  }
}
