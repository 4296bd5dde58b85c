package io.reparto.node.race.report;

import io.reparto.node.lab.Machine;
import io.reparto.node.race.RaceSettings;
import java.util.ArrayList;
import java.util.List;

/** What one should know to read a race. */
public final class Remarks {
  /** No core does a load, an addition and a store to the same place in less. */
  private static final double FOLDED_BELOW_NANOS = 0.1;

  private static final String COST =
      "ns/increment is wall time by all increments of all %s, in warm rounds of at least 20 ms;"
          + " speed is against the fastest exact strategy";
  private static final String LOST = "lost counts all rounds; min, median and max are of one round";
  private static final String FOLDING =
      "a JIT may turn n plain increments into one += n, for which the language gives it every"
          + " right (no other thread may count on seeing the steps); here the loops of %s read"
          + " another field in opaque mode between two increments, which HotSpot merges nothing"
          + " across (docs/races.md)";

  private Remarks() {}

  /** Of a race of threads. */
  public static List<String> ofThreads(
      RaceSettings settings, List<Outcome> outcomes, Machine machine) {
    var remarks = new ArrayList<>(List.of(LOST, COST.replace("%s", "threads")));
    remarks.add(FOLDING.replace("%s", "\"plain field\" and \"actor-local\""));
    addFolded(remarks, settings, outcomes, machine);
    addCores(remarks, settings, machine);
    return remarks;
  }

  /** Of a race of processes. */
  public static List<String> ofProcesses(
      RaceSettings settings, List<Outcome> outcomes, Machine machine) {
    var remarks = new ArrayList<>(List.of(LOST, COST.replace("%s", "processes")));
    remarks.add(FOLDING.replace("%s", "\"plain get and put\" and \"actor per process\""));
    addFolded(remarks, settings, outcomes, machine);
    addCores(remarks, settings, machine);
    return remarks;
  }

  private static void addFolded(
      List<String> remarks, RaceSettings settings, List<Outcome> outcomes, Machine machine) {
    int atOnce = Math.min(settings.parties(), machine.cores());
    for (Outcome outcome : outcomes) {
      if (outcome.nanosPerIncrement() * atOnce < FOLDED_BELOW_NANOS) {
        remarks.add(
            outcome.strategy()
                + ": too fast for one addition at a time: this JVM has folded the loop after all");
      }
    }
  }

  private static void addCores(List<String> remarks, RaceSettings settings, Machine machine) {
    if (machine.cores() == 1) {
      remarks.add(
          "one core: an update is lost only where the scheduler changes threads between a load"
              + " and its store");
    } else if (settings.parties() == 1) {
      remarks.add("one alone can't race: nothing can be lost");
    }
  }
}
