package io.reparto.node.cluster.model;

import io.reparto.node.cluster.engine.Engine;
import io.reparto.node.cluster.model.Scenario.Fate;
import io.reparto.node.cluster.model.Scenario.JobPlan;
import io.reparto.node.cluster.model.Scenario.Move;
import io.reparto.protocol.message.JobOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes a scenario that fails smaller, as long as it fails in the same way under some seed. */
final class Shrinker {
  private static final Fate HARMLESS = new Fate(0, 0, 1);
  private static final int SEEDS = 30;

  private final Engine engine;
  private final String kind;
  private final long endNanos;
  private int runs = 1_000_000;

  /**
   * A shrinker for one violation.
   *
   * @param most how long it may take
   */
  Shrinker(Engine engine, Model.Violation violation, Duration most) {
    this.engine = engine;
    this.kind = kind(violation);
    this.endNanos = System.nanoTime() + most.toNanos();
  }

  /** What is violated, without where. */
  private static String kind(Model.Violation violation) {
    return violation.getMessage().split(": ", 2)[0];
  }

  Scenario shrink(Scenario failing) {
    Scenario smallest = failing;
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (UnaryOperator<Scenario> change : changes(smallest)) {
        Scenario candidate = change.apply(smallest);
        if (!candidate.equals(smallest)) {
          Optional<Scenario> found = failing(candidate);
          if (found.isPresent()) {
            smallest = found.get();
            smaller = true;
          }
        }
      }
    }
    return smallest;
  }

  private Optional<Scenario> failing(Scenario candidate) {
    for (int seed = 0; seed < SEEDS && System.nanoTime() - endNanos < 0; seed++) {
      Scenario one = seed == 0 ? candidate : candidate.withSeed(candidate.seed() + seed);
      try {
        new Model(engine, one, runs++, new Trace(false)).run();
      } catch (Model.Violation e) {
        if (kind(e).equals(kind)) {
          return Optional.of(one);
        }
      }
    }
    return Optional.empty();
  }

  private static List<UnaryOperator<Scenario>> changes(Scenario of) {
    var changes = new ArrayList<UnaryOperator<Scenario>>();
    for (Move move : of.moves()) {
      changes.add(one -> one.withMoves(one.moves().stream().filter(m -> !m.equals(move)).toList()));
    }
    if (of.jobs().size() > 1) {
      changes.add(one -> one.withJobs(one.jobs().subList(0, Math.max(1, one.jobs().size() - 1))));
      changes.add(
          one ->
              one.withJobs(
                  one.jobs().subList(Math.min(1, one.jobs().size() - 1), one.jobs().size())));
    }
    changes.add(one -> one.withFates(harmless(one.fates().keySet())));
    for (Class<?> type : of.fates().keySet()) {
      changes.add(one -> with(one, type, HARMLESS));
      changes.add(one -> with(one, type, new Fate(0, 0, one.fates().get(type).mostDelayMillis())));
      changes.add(one -> with(one, type, new Fate(one.fates().get(type).lost(), 0, 1)));
    }
    changes.add(one -> one.withWorkers(1, one.slots()));
    changes.add(one -> one.withWorkers(Math.max(1, one.workers() - 1), one.slots()));
    changes.add(one -> one.withWorkers(one.workers(), 1));
    for (int divisor : new int[] {10, 2}) {
      changes.add(
          one -> one.withJobs(one.jobs().stream().map(job -> fewer(job, divisor)).toList()));
    }
    changes.add(one -> one.withJobs(one.jobs().stream().map(Shrinker::plain).toList()));
    changes.add(one -> one.withJobs(one.jobs().stream().map(Shrinker::unfailing).toList()));
    return changes;
  }

  private static JobPlan fewer(JobPlan job, int divisor) {
    return new JobPlan(
        Math.max(Math.min(job.tasks(), 1), job.tasks() / divisor),
        job.options(),
        job.byEvents(),
        job.submittedAt(),
        job.cancelledAt(),
        job.taskMillis(),
        job.slow(),
        job.failing(),
        job.blind());
  }

  private static JobPlan plain(JobPlan job) {
    return new JobPlan(
        job.tasks(),
        new JobOptions(1, false),
        false,
        job.submittedAt(),
        null,
        job.taskMillis(),
        job.slow(),
        job.failing(),
        job.blind());
  }

  private static JobPlan unfailing(JobPlan job) {
    return new JobPlan(
        job.tasks(),
        job.options(),
        job.byEvents(),
        job.submittedAt(),
        job.cancelledAt(),
        job.taskMillis(),
        0,
        0,
        false);
  }

  private static Map<Class<?>, Fate> harmless(Iterable<Class<?>> types) {
    var fates = new LinkedHashMap<Class<?>, Fate>();
    types.forEach(type -> fates.put(type, HARMLESS));
    return fates;
  }

  private static Scenario with(Scenario scenario, Class<?> type, Fate fate) {
    var fates = new LinkedHashMap<>(scenario.fates());
    fates.put(type, fate);
    return scenario.withFates(fates);
  }
}
