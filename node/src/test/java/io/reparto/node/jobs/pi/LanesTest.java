package io.reparto.node.jobs.pi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class LanesTest {
  private static final Lanes PLAIN = new PlainLanes();

  @Test
  void givenAKnownState_whenStepping_thenTheOutputsAreThoseOfTheReferenceRecurrence() {
    // Printed by a C program with the recurrence of the paper: every second output of 12.
    int[] expected = {0x00000005, 0x01803007, 0x0260840a, 0xc3488e21, 0x17d4d198, 0xbb1021c8};
    int[] state = new int[Lanes.STATE_WORDS];
    for (int lane = 0; lane < Lanes.COUNT; lane++) {
      for (int word = 0; word < 4; word++) {
        state[word * Lanes.COUNT + lane] = word + 1;
      }
    }

    for (int output : expected) {
      for (int lane = 0; lane < Lanes.COUNT; lane++) {
        assertThat(state[lane] + state[3 * Lanes.COUNT + lane]).isEqualTo(output);
      }
      PLAIN.countInside(state, 1);
    }
  }

  @Test
  void givenSeededLanes_whenCounting_thenTheCountIsThatOfTheReferenceProgram() {
    int[] state = seeded(42);

    int inside = PLAIN.countInside(state, 4096);

    assertThat(inside).isEqualTo(102_835); // by a C program, gcc -O1 -ffp-contract=off
  }

  @Test
  void givenTheSameState_whenVectorsCount_thenCountAndNextStateAreThoseOfPlainLanes()
      throws ReflectiveOperationException {
    assumeTrue(VectorSupport.present(), "this JVM has no Vector API");
    Lanes vectors = VectorSupport.load();
    int[] plainState = seeded(1);
    int[] vectorState = seeded(1);

    for (int steps : new int[] {0, 1, 2, 3, 5, 100, 4096, 20_000}) {
      int plainInside = PLAIN.countInside(plainState, steps);
      int vectorInside = vectors.countInside(vectorState, steps);

      assertThat(vectorInside).as("steps=%d", steps).isEqualTo(plainInside);
      assertThat(vectorState).as("steps=%d", steps).isEqualTo(plainState);
    }
  }

  @Test
  void givenAnyFirstLanes_whenCounting_thenTheOthersStayAsTheyAre() {
    int[] before = seeded(5);
    int[] after = before.clone();

    PlainLanes.countInside(after, 3, 1);

    for (int lane = 0; lane < Lanes.COUNT; lane++) {
      boolean moved = after[3 * Lanes.COUNT + lane] != before[3 * Lanes.COUNT + lane];
      assertThat(moved).as("lane=%d", lane).isEqualTo(lane < 3);
    }
  }

  private static int[] seeded(long seed) {
    int[] state = new int[Lanes.STATE_WORDS];
    LaneSampler.seed(state, SplitMix64.from(seed));
    return state;
  }
}
