package io.reparto.node.race.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.node.race.RaceSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  private static final RaceSettings SETTINGS = new RaceSettings(2, 100, 4);

  /** Rounds of a made-up cost, which lose one increment in each so-and-so-manieth. */
  private static final class FakeRounds implements Rounds {
    final List<Integer> increments = new ArrayList<>();
    final long nanosPerIncrement;
    final int losesAbove;
    boolean warm;

    FakeRounds(long nanosPerIncrement, int losesAbove) {
      this.nanosPerIncrement = nanosPerIncrement;
      this.losesAbove = losesAbove;
    }

    @Override
    public void warmUp() {
      warm = true;
    }

    @Override
    public Round run(int each) {
      assertThat(warm).isTrue();
      increments.add(each);
      return new Round(2L * each - (each > losesAbove ? 1 : 0), 2L * each * nanosPerIncrement);
    }
  }

  @Test
  void givenShortRounds_whenMeasured_thenTheCostIsTakenFromLongerOnes() throws Exception {
    var rounds = new FakeRounds(3, Integer.MAX_VALUE);

    Outcome outcome = Measurement.of("any", true, SETTINGS, rounds);

    assertThat(outcome.observed()).containsExactly(200L, 200L, 200L, 200L);
    assertThat(outcome.nanosPerIncrement()).isEqualTo(3.0);
    int last = rounds.increments.get(rounds.increments.size() - 1);
    assertThat(2L * last * 3).isGreaterThanOrEqualTo(Measurement.LONG_ROUND_NANOS);
    assertThat(outcome.verdict()).isEqualTo(Verdict.EXACT);
  }

  @Test
  void givenLongRounds_whenMeasured_thenTheCostIsTakenFromThemAlone() throws Exception {
    var rounds = new FakeRounds(1_000_000, Integer.MAX_VALUE);

    Outcome outcome = Measurement.of("any", true, SETTINGS, rounds);

    assertThat(outcome.nanosPerIncrement()).isEqualTo(1e6);
    assertThat(rounds.increments).containsOnly(100);
  }

  @Test
  void givenALossInALongerRound_whenMeasured_thenAPromiseIsBroken() throws Exception {
    Outcome promised = Measurement.of("any", true, SETTINGS, new FakeRounds(3, 100));
    Outcome other = Measurement.of("any", false, SETTINGS, new FakeRounds(3, 100));

    assertThat(promised.lost()).isZero();
    assertThat(promised.verdict()).isEqualTo(Verdict.BROKEN);
    assertThat(other.verdict()).isEqualTo(Verdict.NO_LOSS_SEEN);
  }
}
