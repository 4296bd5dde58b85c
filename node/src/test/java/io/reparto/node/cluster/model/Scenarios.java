package io.reparto.node.cluster.model;

import io.reparto.coordinator.CoordinatorSettings;
import io.reparto.node.cluster.model.Scenario.Act;
import io.reparto.node.cluster.model.Scenario.Fate;
import io.reparto.node.cluster.model.Scenario.JobPlan;
import io.reparto.node.cluster.model.Scenario.Move;
import io.reparto.node.worker.WorkerSettings;
import io.reparto.protocol.job.InputRoots;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobReply;
import io.reparto.protocol.message.WorkerCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Draws a scenario from a seed. */
final class Scenarios {
  private Scenarios() {}

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  @SafeVarargs
  private static <T> T any(Random random, T... values) {
    return values[random.nextInt(values.length)];
  }

  /** Always the same of one seed. */
  static Scenario of(long seed) {
    var random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    boolean onlyTakeovers = random.nextInt(8) == 0;
    var calmAt = millis(any(random, 1_000, 3_000, 10_000, 30_000));
    var moves = new ArrayList<Move>();
    int count = random.nextInt(any(random, 2, 5, 12));
    for (int move = 0; move < count; move++) {
      moves.add(move(random, calmAt, onlyTakeovers));
    }
    var jobs = new ArrayList<JobPlan>();
    int jobCount = any(random, 1, 1, 2, 3);
    for (int job = 0; job < jobCount; job++) {
      jobs.add(job(random, calmAt, onlyTakeovers));
    }
    return new Scenario(
        seed,
        onlyTakeovers,
        List.copyOf(jobs),
        1 + random.nextInt(4),
        any(random, 1, 1, 2, 3),
        List.copyOf(moves),
        fates(random, onlyTakeovers),
        calmAt,
        coordinatorSettings(random, onlyTakeovers),
        workerSettings(random, onlyTakeovers),
        any(random, 0, 8, 1_000),
        any(random, 0, 100, 10_000),
        any(random, 1, 2, 32),
        onlyTakeovers || random.nextInt(3) == 0,
        millis(any(random, 1, 100, 1_000, 4_000)),
        onlyTakeovers ? 0 : any(random, 0.0, 0.0, 0.3),
        any(random, 0.0, 0.05),
        random.nextInt(3) == 0);
  }

  private static Move move(Random random, Duration calmAt, boolean onlyTakeovers) {
    Act act =
        onlyTakeovers
            ? any(random, Act.KILL_COORDINATOR, Act.PAUSE_COORDINATOR, Act.JOIN)
            : any(random, Act.values());
    return new Move(
        millis(random.nextInt((int) calmAt.toMillis())),
        act,
        random.nextInt(100),
        millis(1 + random.nextInt(any(random, 50, 1_000, 10_000))));
  }

  private static JobPlan job(Random random, Duration calmAt, boolean onlyTakeovers) {
    int tasks =
        any(random, random.nextInt(3), 1 + random.nextInt(20), 1 + random.nextInt(200), 64, 100);
    boolean speculation = !onlyTakeovers && random.nextInt(3) > 0;
    return new JobPlan(
        tasks,
        new JobOptions(any(random, 1, 1, 3), speculation),
        !onlyTakeovers && random.nextInt(4) == 0,
        millis(random.nextInt((int) calmAt.toMillis() / 2)),
        !onlyTakeovers && random.nextInt(8) == 0
            ? millis(random.nextInt((int) calmAt.toMillis()))
            : null,
        any(random, 0, 0, 5, 100, 1_000),
        any(random, 0.0, 0.0, 0.02, 0.1),
        onlyTakeovers ? 0 : any(random, 0.0, 0.0, 0.05, 0.2),
        !onlyTakeovers && random.nextInt(10) == 0);
  }

  private static Map<Class<?>, Fate> fates(Random random, boolean onlyTakeovers) {
    var fates = new LinkedHashMap<Class<?>, Fate>();
    double mostLost = onlyTakeovers ? 0 : any(random, 0.0, 0.0, 0.05, 0.3, 0.6);
    double mostDoubled = onlyTakeovers ? 0 : any(random, 0.0, 0.0, 0.2, 0.5);
    int mostDelay = onlyTakeovers ? 30 : any(random, 1, 30, 1_000, 4_000);
    boolean onlySome = random.nextBoolean();
    Stream.of(
            CoordinatorCommand.class.getPermittedSubclasses(),
            WorkerCommand.OfCoordinator.class.getPermittedSubclasses(),
            new Class<?>[] {JobReply.class})
        .flatMap(Stream::of)
        .forEach(
            type -> {
              boolean spared = onlySome && random.nextInt(4) > 0;
              fates.put(
                  type,
                  new Fate(
                      spared ? 0 : mostLost * random.nextDouble(),
                      spared ? 0 : mostDoubled * random.nextDouble(),
                      1 + random.nextInt(spared ? 2 : mostDelay)));
            });
    return fates;
  }

  /** Attempts are many: what the adversary does to tasks must not end a job. */
  private static CoordinatorSettings coordinatorSettings(Random random, boolean onlyTakeovers) {
    return new CoordinatorSettings(
        100,
        100,
        1_000_000,
        millis(any(random, 100, 1_000)),
        1_000,
        1_000,
        10_000_000,
        millis(onlyTakeovers ? 60_000 : any(random, 1_000, 60_000)),
        millis(onlyTakeovers ? 20_000 : any(random, 0, 1_000, 10_000)),
        millis(any(random, 10, 200, 1_000)),
        millis(any(random, 1_000, 60_000)),
        onlyTakeovers ? 10_000 : any(random, 16, 10_000));
  }

  private static WorkerSettings workerSettings(Random random, boolean onlyTakeovers) {
    return new WorkerSettings(
        millis(any(random, 5, 50)),
        millis(any(random, 20, 400, 60_000)),
        millis(any(random, 10, 200, 60_000)),
        millis(any(random, 100, 1_000)),
        millis(onlyTakeovers ? 90_000 : any(random, 2_000, 90_000)),
        any(random, 1L, 1_000L, 1L << 27),
        onlyTakeovers ? 1L << 27 : any(random, 0L, 1_000L, 1L << 27),
        false,
        InputRoots.ANYWHERE);
  }
}
