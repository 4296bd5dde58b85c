package io.reparto.node.race.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparto.node.race.actors.CountingActors;
import io.reparto.node.race.report.Round;
import io.reparto.node.race.strategies.SharedCounter;
import io.reparto.node.race.strategies.Strategies;
import io.reparto.node.race.strategies.Strategy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThreadRoundsTest {
  private static final int THREADS = 4;
  private static final int INCREMENTS = 20_000;

  @Test
  void givenAPromisedStrategy_whenThreadsCount_thenNothingIsLost() throws Exception {
    try (CountingActors actors = CountingActors.start(THREADS)) {
      List<Strategy> strategies = new ArrayList<>(Strategies.sharedMemory());
      strategies.addAll(actors.strategies(THREADS));
      for (Strategy strategy : strategies) {
        var rounds = new ThreadRounds(strategy, THREADS);
        rounds.warmUp();
        for (int round = 0; round < 5; round++) {
          Round result = rounds.run(INCREMENTS);

          assertThat(result.nanos()).as(strategy.name()).isPositive();
          if (strategy.promised()) {
            assertThat(result.observed()).as(strategy.name()).isEqualTo(THREADS * INCREMENTS);
          } else { // may lose, need not: no test asks for a loss
            assertThat(result.observed())
                .as(strategy.name())
                .isBetween(1L, THREADS * 1L * INCREMENTS);
          }
        }
      }
    }
  }

  @Test
  void givenAnActorWithMoreThanASlice_whenItCounts_thenEveryIncrementArrives() throws Exception {
    try (CountingActors actors = CountingActors.start(2)) {
      for (Strategy strategy : actors.strategies(2)) {
        if (strategy.name().equals("actor-local")) {
          assertThat(new ThreadRounds(strategy, 2).run(2_500_001).observed()).isEqualTo(5_000_002);
        }
      }
    }
  }

  @Test
  void givenACounterThatThrows_whenThreadsCount_thenTheRoundFailsAndNamesIt() {
    SharedCounter failing =
        new SharedCounter() {
          @Override
          public void add(int times) {
            throw new IllegalStateException("no");
          }

          @Override
          public long total() {
            return 0;
          }
        };
    var rounds = new ThreadRounds(new Strategy("failing", true, () -> failing), 2);

    assertThatThrownBy(() -> rounds.run(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("strategy=failing");
  }
}
