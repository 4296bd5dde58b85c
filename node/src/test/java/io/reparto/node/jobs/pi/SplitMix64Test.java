package io.reparto.node.jobs.pi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SplitMix64Test {

  @Test
  void givenAKnownSeed_whenReading_thenTheOutputsAreThoseOfTheReferenceRecurrence() {
    SplitMix64 seeds = SplitMix64.from(1234567);

    long[] outputs = LongStream.generate(seeds::next).limit(5).toArray();

    assertThat(outputs)
        .containsExactly(
            6457827717110365317L,
            3203168211198807973L,
            -8629252141511181193L,
            4593380528125082431L,
            -2037821214251327795L);
  }

  @Test
  void givenNeighbouringTasks_whenReadingTheirWords_thenOneBeginsWhereTheOtherEnds() {
    SplitMix64 first = SplitMix64.ofTask(7, 41);
    SplitMix64 second = SplitMix64.ofTask(7, 42);

    LongStream.range(0, SplitMix64.WORDS_PER_TASK).forEach(word -> first.next());

    assertThat(first.next()).isEqualTo(second.next());
  }

  @Test
  void givenNeighbouringJobSeeds_whenReading_thenTheyDiffer() {
    assertThat(SplitMix64.ofTask(0, 0).next()).isNotEqualTo(SplitMix64.ofTask(1, 0).next());
  }
}
