package io.reparto.node.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.node.cluster.engine.Engine;
import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.aggregate.TaskRun;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static Engine engine;

  @BeforeAll
  static void start() {
    engine = new Engine(new SumJob());
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void givenStragglersFailuresAndALoss_whenSimulated_thenTheJobEndsRightAndInTime() {
    Outcome outcome = run(500, 20_000, 7);

    assertThat(outcome.succeeded()).isTrue();
    assertThat(outcome.counts().attempts()).isGreaterThan(outcome.counts().committed());
    // Until the loss is noticed, what ran there is not run elsewhere.
    assertThat(outcome.timesBound()).isBetween(1.0, 1.6);
  }

  @Test
  void givenASeed_whenSimulatedAgain_thenTheSameMessagesComeAtTheSameTimes() {
    long first = run(100, 1_000, 3).coordinator().traffic.hash();
    long again = run(100, 1_000, 3).coordinator().traffic.hash();
    long other = run(100, 1_000, 4).coordinator().traffic.hash();

    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void givenTasksInARow_whenCutIntoRuns_thenTheyAreNodesOfTheTreeAndFew() {
    assertThat(Simulation.runs(new TaskRange(3, 10), 10))
        .containsExactly(TaskRun.leaf(3), new TaskRun(2, 1), new TaskRun(3, 1));
    assertThat(Simulation.runs(new TaskRange(0, 10), 10)).containsExactly(new TaskRun(4, 0));
    assertThat(Simulation.runs(new TaskRange(5, 7), 10))
        .containsExactly(TaskRun.leaf(5), TaskRun.leaf(6));
  }

  private static Outcome run(int slots, int tasks, long seed) {
    var scale =
        new Scale(
            slots,
            20,
            tasks,
            Duration.ofSeconds(4),
            0.5,
            0.04,
            0.001,
            0.04,
            Duration.ofNanos(200_000),
            Duration.ofSeconds(1),
            seed,
            false,
            Duration.ofMinutes(5));
    return new Simulation(engine, scale, HeapWatch.blind()).run();
  }
}
