package io.reparto.node.race.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LostUpdateFinderTest {

  /** A log from rows of: time before the read, value, time between; and the time of the end. */
  private static OperationLog log(int thread, long end, long[]... increments) {
    var log = new OperationLog(thread, increments.length);
    for (int i = 0; i < increments.length; i++) {
      log.note(i, increments[i][0], increments[i][1], increments[i][2]);
    }
    log.noteEnd(end);
    return log;
  }

  private static long[] increment(long begin, long value, long middle) {
    return new long[] {begin, value, middle};
  }

  @Test
  void givenTwoThreadsThatReadTheSame_whenSearched_thenTheScheduleIsTheirs() {
    OperationLog a = log(0, 40, increment(0, 40, 10), increment(20, 41, 30));
    OperationLog b = log(1, 46, increment(22, 41, 32));

    Optional<LostUpdate> lost = LostUpdateFinder.find(List.of(a, b));

    assertThat(lost).isPresent();
    assertThat(lost.get().steps())
        .containsExactly(
            new Step(0, 0, Step.Kind.READ, 41),
            new Step(2, 1, Step.Kind.READ, 41),
            new Step(10, 0, Step.Kind.WRITE, 42),
            new Step(14, 1, Step.Kind.WRITE, 42));
    assertThat(lost.get().others()).isZero();
  }

  @Test
  void givenThreadsThatContinueEachOther_whenSearched_thenNothingWasLost() {
    OperationLog a = log(0, 10, increment(0, 0, 5));
    OperationLog b = log(1, 20, increment(10, 1, 15));

    assertThat(LostUpdateFinder.find(List.of(a, b))).isEmpty();
  }

  @Test
  void givenOneThreadThatReadsAValueTwice_whenSearched_thenThePairOfTwoThreadsIsShown() {
    // B read 0 early and wrote 1 late: A goes back from 3 to 1 and reads 1 for a second time.
    OperationLog a =
        log(
            0,
            80,
            increment(0, 0, 5),
            increment(10, 1, 15),
            increment(20, 2, 25),
            increment(60, 1, 70));
    OperationLog b = log(1, 50, increment(1, 0, 45));

    LostUpdate lost = LostUpdateFinder.find(List.of(a, b)).orElseThrow();

    assertThat(lost.steps()).extracting(Step::thread).contains(0, 1);
    assertThat(lost.steps()).extracting(Step::value).containsExactlyInAnyOrder(0L, 0L, 1L, 1L);
    assertThat(lost.others()).isEqualTo(4);
  }

  @Test
  void givenSeveralLosses_whenSearched_thenTheShortestWithReadsFirstIsShown() {
    OperationLog a = log(0, 1000, increment(0, 7, 400), increment(900, 8, 910));
    OperationLog b = log(1, 1010, increment(10, 7, 500), increment(905, 8, 912));

    LostUpdate lost = LostUpdateFinder.find(List.of(a, b)).orElseThrow();

    assertThat(lost.steps()).extracting(Step::value).containsExactly(8L, 8L, 9L, 9L);
  }

  @Test
  void givenTimesAroundTheOverflowOfTheClock_whenSearched_thenTheyAreDifferences() {
    long begin = Long.MAX_VALUE - 5;
    OperationLog a = log(0, begin + 20, increment(begin, 3, begin + 10));
    OperationLog b = log(1, begin + 22, increment(begin + 2, 3, begin + 12));

    LostUpdate lost = LostUpdateFinder.find(List.of(a, b)).orElseThrow();

    assertThat(lost.steps()).extracting(Step::nanos).containsExactly(0L, 2L, 10L, 12L);
  }
}
