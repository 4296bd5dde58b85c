package io.reparto.node.race.processes;

import io.reparto.node.lab.Machine;
import io.reparto.node.race.RaceSettings;
import io.reparto.node.race.actors.CountingActors;
import io.reparto.node.race.report.Measurement;
import io.reparto.node.race.report.Outcome;
import io.reparto.node.race.report.RaceReport;
import io.reparto.node.race.report.Remarks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The race of processes. */
public final class ProcessRace {
  private ProcessRace() {}

  /**
   * Starts the processes and runs every strategy, one after the other.
   *
   * @param settings of which the parties are processes, at most {@link RaceSettings#MOST_PROCESSES}
   * @param progress told what is being measured
   * @throws RaceFailure if a process can't be started or dies
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static RaceReport run(RaceSettings settings, Consumer<String> progress)
      throws InterruptedException {
    progress.accept("starting " + settings.parties() + " processes");
    var outcomes = new ArrayList<Outcome>();
    String holderDeath;
    try (ProcessGroup group = ProcessGroup.start(settings.parties());
        CountingActors actors = CountingActors.start(1)) {
      for (ProcessStrategy strategy : ProcessStrategy.values()) {
        progress.accept(strategy.text());
        var rounds = new ProcessRounds(group, strategy, actors);
        outcomes.add(Measurement.of(strategy.text(), strategy.promised(), settings, rounds));
      }
      progress.accept("a process that dies with the lock");
      holderDeath = HolderDeath.happen(group);
    }
    Machine machine = Machine.current();
    List<String> remarks = new ArrayList<>(Remarks.ofProcesses(settings, outcomes, machine));
    remarks.add(holderDeath);
    return new RaceReport("processes", settings, outcomes, machine, remarks, Optional.empty());
  }
}
