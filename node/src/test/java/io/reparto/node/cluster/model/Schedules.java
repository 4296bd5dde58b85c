package io.reparto.node.cluster.model;

import io.reparto.node.cluster.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs schedules one after the other on one engine; to be used by one thread. */
final class Schedules implements AutoCloseable {
  private static final int LINES_SHOWN = 40;
  private static final Duration SHRINKING = Duration.ofMinutes(1);

  private final Engine engine = new Engine(new ModelJob());
  private int runs;

  /**
   * Runs one schedule.
   *
   * @return what happened, as a number: the same for the same seed
   */
  long run(long seed) {
    var trace = new Trace(false);
    try {
      new Model(engine, Scenarios.of(seed), runs++, trace).run();
      return trace.hash();
    } catch (Model.Violation e) {
      throw new AssertionError(explain(seed, e), e);
    }
  }

  /** Makes a failed schedule smaller and runs it again, this time in words. */
  private String explain(long seed, Model.Violation violation) {
    Scenario scenario = new Shrinker(engine, violation, SHRINKING).shrink(Scenarios.of(seed));
    var trace = new Trace(true);
    try {
      new Model(engine, scenario, runs++, trace).run();
    } catch (Model.Violation again) {
      trace.add(0, "violated", again::getMessage);
    }
    List<String> lines = trace.lines();
    return "%s%n  seed=%d, made smaller, all that happened: file=%s%n  %s%n%s"
        .formatted(
            violation.getMessage(),
            seed,
            write(seed, scenario, lines),
            scenario,
            String.join(
                System.lineSeparator(),
                lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size())));
  }

  private static Path write(long seed, Scenario scenario, List<String> lines) {
    Path file = Path.of("target", "model", "seed-" + seed + ".txt");
    var all = new ArrayList<>(List.of(scenario.toString()));
    all.addAll(lines);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toAbsolutePath();
  }

  @Override
  public void close() {
    engine.close();
  }
}
