package io.reparto.node.jobs.pi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VectorWarmUpTest {
  private static final Lanes PLAIN = new PlainLanes();

  @Test
  void givenVectorsSlowerThanPlain_whenPatienceEnds_thenPlainLanesStay() {
    Lanes twicePlain = (state, steps) -> PLAIN.countInside(state, 2 * steps);

    assertThat(VectorWarmUp.becomesFaster(twicePlain, PLAIN, 0)).isFalse();
  }

  @Test
  void givenVectorsMuchFasterThanPlain_whenWarmingUp_thenTheyAreAccepted() {
    Lanes instant = (state, steps) -> 0;

    assertThat(VectorWarmUp.becomesFaster(instant, PLAIN, TimeUnit.MINUTES.toNanos(1))).isTrue();
  }
}
