package io.reparto.node.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  @Test
  void givenANumber_whenAsked_thenThatManyAreRun() {
    var none = new WarmUp(OptionalInt.of(0));
    var three = new WarmUp(OptionalInt.of(3));

    assertThat(none.wantsMore(0, Duration.ZERO)).isFalse();
    assertThat(three.wantsMore(2, Duration.ofHours(1))).isTrue();
    assertThat(three.wantsMore(3, Duration.ZERO)).isFalse();
  }

  @Test
  void givenNone_whenAsked_thenShortJobsAreWarmedUpLongerAndNoneForEver() {
    var warmUp = new WarmUp(OptionalInt.empty());

    assertThat(warmUp.wantsMore(1, Duration.ofHours(1))).isTrue();
    assertThat(warmUp.wantsMore(2, Duration.ofHours(1))).isFalse();
    assertThat(warmUp.wantsMore(WarmUp.MOST_RUNS - 1, Duration.ofMillis(9))).isTrue();
    assertThat(warmUp.wantsMore(WarmUp.MOST_RUNS, Duration.ofMillis(9))).isFalse();
  }
}
