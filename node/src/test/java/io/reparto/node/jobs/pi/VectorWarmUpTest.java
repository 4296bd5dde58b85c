package io.reparto.node.jobs.pi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class VectorWarmUpTest {
  private static final long PATIENCE_NANOS = 1_000_000;

  private long now;

  @Test
  void givenVectorsNeverTwiceAsFast_whenPatienceEnds_thenPlainLanesStay() {
    assertThat(becomesFaster(taking(() -> 5), taking(() -> 10))).isFalse();
    assertThat(now).isGreaterThan(PATIENCE_NANOS);
  }

  @Test
  void givenVectorsThatBecomeFaster_whenWarmingUp_thenTheyAreAcceptedThen() {
    Lanes compiledInTime = taking(() -> now < PATIENCE_NANOS / 2 ? 1000 : 4);

    assertThat(becomesFaster(compiledInTime, taking(() -> 10))).isTrue();
    assertThat(now).isBetween(PATIENCE_NANOS / 2, PATIENCE_NANOS);
  }

  private boolean becomesFaster(Lanes vectors, Lanes plain) {
    return VectorWarmUp.becomesFaster(vectors, plain, PATIENCE_NANOS, () -> now);
  }

  /** Lanes that take so long for a call. */
  private Lanes taking(IntSupplier nanos) {
    return (state, steps) -> {
      now += nanos.getAsInt();
      return 0;
    };
  }
}
