package io.reparto.node.jobs.pi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class Xoshiro256PlusTest {

  @Test
  void givenAKnownState_whenStepping_thenTheOutputsAreThoseOfTheReferenceRecurrence() {
    var generator = new Xoshiro256Plus();
    generator.seed(1, 2, 3, 4);

    long[] outputs = LongStream.generate(generator::next).limit(10).toArray();

    // Printed by a C program with the recurrence of the paper.
    assertThat(outputs)
        .containsExactly(
            0x0000000000000005L,
            0x0000c00000000007L,
            0x0000c00018000007L,
            0x8001600018040302L,
            0x8061900024040305L,
            0xc0617014120f0583L,
            0x2090780422068642L,
            0x1038a418171102c6L,
            0x00792217348a04e8L,
            0x301cf4220a4e6757L);
  }

  @Test
  void givenTwoOfTheSameState_whenFillingPairs_thenXAndYAreDrawnInTurns() {
    var expected = new Xoshiro256Plus();
    var filled = new Xoshiro256Plus();
    expected.seed(SplitMix64.from(3));
    filled.seed(SplitMix64.from(3));
    double[] x = new double[4];
    double[] y = new double[4];

    filled.fillPairs(x, y, 3);

    for (int row = 0; row < 3; row++) {
      assertThat(x[row]).isEqualTo(expected.nextDouble());
      assertThat(y[row]).isEqualTo(expected.nextDouble());
    }
    assertThat(x[3]).isZero();
  }
}
