package io.reparto.node.race.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {

  private static Outcome outcome(boolean promised, int wrongElsewhere, Long... observed) {
    return new Outcome("any", promised, 100, Arrays.asList(observed), 1.5, wrongElsewhere);
  }

  @Test
  void givenOddRounds_whenSummarised_thenTheMiddleOneIsTheMedian() {
    Outcome outcome = outcome(false, 0, 90L, 30L, 100L);

    assertThat(outcome.least()).isEqualTo(30);
    assertThat(outcome.median()).isEqualTo(90);
    assertThat(outcome.most()).isEqualTo(100);
  }

  @Test
  void givenEvenRounds_whenSummarised_thenTheMedianIsTheMeanOfTheMiddleRoundedDown() {
    assertThat(outcome(false, 0, 10L, 40L, 51L, 100L).median()).isEqualTo(45);
    assertThat(outcome(false, 0, 7L, 8L).median()).isEqualTo(7);
    assertThat(new Outcome("any", false, 1, List.of(Long.MAX_VALUE, Long.MAX_VALUE), 1, 0).median())
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void givenRoundsThatLost_whenSummarised_thenLostCountsAllRoundsAndAllIncrements() {
    Outcome outcome = outcome(false, 0, 90L, 30L, 100L, 100L);

    assertThat(outcome.lost()).isEqualTo(80);
    assertThat(outcome.lostPercent()).isEqualTo(20.0);
    assertThat(outcome.wrongRounds()).isEqualTo(2);
  }

  @Test
  void givenARoundThatCountedTooMuch_whenSummarised_thenItHidesNoLoss() {
    Outcome outcome = outcome(true, 0, 110L, 90L);

    assertThat(outcome.lost()).isEqualTo(10);
    assertThat(outcome.wrongRounds()).isEqualTo(2);
    assertThat(outcome.verdict()).isEqualTo(Verdict.BROKEN);
  }

  @ParameterizedTest
  @CsvSource({
    "true,  100, 0, EXACT",
    "true,   99, 0, BROKEN",
    "true,  100, 1, BROKEN",
    "false, 100, 0, NO_LOSS_SEEN",
    "false, 100, 1, NO_LOSS_SEEN",
    "false,  99, 0, LOSES"
  })
  void givenCountsAndAPromise_whenJudged_thenTheCountsDecide(
      boolean promised, long observed, int wrongElsewhere, Verdict verdict) {
    assertThat(outcome(promised, wrongElsewhere, 100L, observed).verdict()).isEqualTo(verdict);
  }

  @Test
  void givenNoRound_whenMade_thenItIsRefused() {
    assertThatThrownBy(() -> outcome(true, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("strategy=any");
  }
}
