package io.reparto.node.race.strategies;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StrategiesTest {

  static Stream<Strategy> strategies() {
    return Strategies.sharedMemory().stream();
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void givenOneThread_whenItCounts_thenEveryStrategyIsExact(Strategy strategy) {
    SharedCounter counter = strategy.counters().get();

    counter.add(0);
    counter.add(1);
    counter.add(100_000);

    assertThat(counter.total()).isEqualTo(100_001);
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void givenAnotherRound_whenItBegins_thenItBeginsAtZero(Strategy strategy) {
    strategy.counters().get().add(10);

    assertThat(strategy.counters().get().total()).isZero();
  }
}
