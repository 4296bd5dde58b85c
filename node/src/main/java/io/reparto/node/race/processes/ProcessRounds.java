package io.reparto.node.race.processes;

import io.reparto.node.race.actors.CountingActors;
import io.reparto.node.race.actors.MergedSum;
import io.reparto.node.race.report.Round;
import io.reparto.node.race.report.Rounds;
import java.util.List;

/** Rounds of one strategy across processes. */
final class ProcessRounds implements Rounds {
  private final ProcessGroup group;
  private final ProcessStrategy strategy;
  private final CountingActors actors;

  /**
   * Rounds of one strategy.
   *
   * @param actors where the counts of actors are merged
   */
  ProcessRounds(ProcessGroup group, ProcessStrategy strategy, CountingActors actors) {
    this.group = group;
    this.strategy = strategy;
    this.actors = actors;
  }

  @Override
  public void warmUp() throws InterruptedException {
    group.warmUp(strategy);
  }

  @Override
  public Round run(int increments) throws InterruptedException {
    MergedSum sum = actors.sum();
    group.counter().reset();
    List<CountedAnswer> answers = group.count(strategy, increments);
    long first = answers.stream().mapToLong(CountedAnswer::begin).min().orElseThrow();
    answers.forEach(answer -> sum.counted(answer.count()));
    long merged = sum.total();
    if (strategy == ProcessStrategy.ACTORS) {
      return new Round(merged, Math.max(0, MappedCounter.clockNanos() - first));
    }
    long last = answers.stream().mapToLong(CountedAnswer::end).max().orElseThrow();
    return new Round(group.counter().count(), Math.max(0, last - first));
  }
}
