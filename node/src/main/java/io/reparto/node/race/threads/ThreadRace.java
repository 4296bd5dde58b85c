package io.reparto.node.race.threads;

import io.reparto.node.lab.Machine;
import io.reparto.node.race.RaceSettings;
import io.reparto.node.race.actors.CountingActors;
import io.reparto.node.race.explain.Explanation;
import io.reparto.node.race.explain.RecordedRounds;
import io.reparto.node.race.report.Measurement;
import io.reparto.node.race.report.Outcome;
import io.reparto.node.race.report.RaceReport;
import io.reparto.node.race.report.Remarks;
import io.reparto.node.race.strategies.Strategies;
import io.reparto.node.race.strategies.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The race of threads in this JVM. */
public final class ThreadRace {
  private ThreadRace() {}

  /**
   * Runs every strategy, one after the other.
   *
   * @param explain whether to record how the plain counter loses an update
   * @param progress told what is being measured
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static RaceReport run(RaceSettings settings, boolean explain, Consumer<String> progress)
      throws InterruptedException {
    var outcomes = new ArrayList<Outcome>();
    try (CountingActors actors = CountingActors.start(settings.parties())) {
      List<Strategy> strategies = new ArrayList<>(Strategies.sharedMemory());
      strategies.addAll(actors.strategies(settings.parties()));
      for (Strategy strategy : strategies) {
        progress.accept(strategy.name());
        var rounds = new ThreadRounds(strategy, settings.parties());
        outcomes.add(Measurement.of(strategy.name(), strategy.promised(), settings, rounds));
      }
    }
    Optional<Explanation> explanation = Optional.empty();
    if (explain) {
      progress.accept("a recorded round");
      explanation = Optional.of(RecordedRounds.explain(settings));
    }
    Machine machine = Machine.current();
    return new RaceReport(
        "threads",
        settings,
        outcomes,
        machine,
        Remarks.ofThreads(settings, outcomes, machine),
        explanation);
  }
}
