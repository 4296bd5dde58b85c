package io.reparto.node.cluster.simulation;

import io.reparto.node.cluster.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs one simulation and writes what came of it as CSV, a line of names and one of values. After a
 * small one, so that the coordinator's code is compiled.
 */
public final class SimulationRun {
  private final Map<String, String> arguments = new HashMap<>();

  private SimulationRun(String[] words) {
    for (String word : words) {
      String[] parts = word.split("=", 2);
      arguments.put(parts[0], parts[1]);
    }
  }

  /**
   * Runs it and ends.
   *
   * @param words {@code name=value} of: slots, tasks, out (a file); and if wanted seconds (of work
   *     for each slot), slots-per-worker, spread, slow, failing, dying (shares), delay-ms,
   *     notice-ms, seed, coordinator-time (real, none), patience (seconds), warm-up (tasks)
   */
  public static void main(String[] words) throws IOException {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    var run = new SimulationRun(words);
    Scale scale = run.scale();
    Outcome outcome;
    try (var engine = new Engine(new SumJob())) {
      int warmUp = (int) run.number("warm-up", 200_000);
      if (warmUp > 0) {
        new Simulation(engine, run.scale(200, warmUp), HeapWatch.blind()).run();
      }
      outcome = new Simulation(engine, scale, HeapWatch.ofJvm()).run();
    }
    Map<String, String> row = outcome.row();
    Files.write(
        Path.of(run.arguments.get("out")),
        List.of(String.join(",", row.keySet()), String.join(",", row.values())));
  }

  private Scale scale() {
    return scale((int) number("slots", 0), (int) number("tasks", 0));
  }

  private Scale scale(int slots, int tasks) {
    return new Scale(
        slots,
        (int) number("slots-per-worker", 20),
        tasks,
        millis("seconds", 20_000, 1000),
        number("spread", 0),
        number("slow", 0),
        number("failing", 0),
        number("dying", 0),
        Duration.ofNanos((long) (1e6 * number("delay-ms", 0.2))),
        millis("notice-ms", 3_000, 1),
        (long) number("seed", 1),
        !"none".equals(arguments.get("coordinator-time")),
        millis("patience", 120_000, 1000));
  }

  private Duration millis(String name, double fallbackMillis, double unitMillis) {
    return Duration.ofMillis((long) (unitMillis * number(name, fallbackMillis / unitMillis)));
  }

  private double number(String name, double fallback) {
    return Double.parseDouble(arguments.getOrDefault(name, Double.toString(fallback)));
  }
}
