package io.reparto.node.cluster.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * The real coordinator, ledger, merger, worker and slots against an adversary: thousands of
 * schedules without a socket or a clock. Whatever is lost, doubled, late, paused or killed, every
 * job ends with the result that one thread would get, every task is committed once, and when all is
 * calm again nothing stays behind. A schedule follows from its seed alone, and one that fails tells
 * it; {@code docs/failures.md} says how to run others, or one again.
 */
class ModelTest {
  private static final long FIRST_SEED = Long.getLong("reparto.model.seed", 1);
  private static final int SCHEDULES = Integer.getInteger("reparto.model.schedules", 3_000);
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("reparto.model.seconds", 10));

  static {
    // Tasks that fail because they are told to, and the like, thousands of them. Without threads of
    // their own, Akka gives some actors' loggers its own names.
    for (String logger :
        List.of(
            "io.reparto.node.worker",
            "io.reparto.coordinator",
            "akka.actor.ActorCell",
            "akka.actor.typed.ActorSystem")) {
      System.setProperty("org.slf4j.simpleLogger.log." + logger, "off");
    }
  }

  @Test
  void givenASeed_whenRunAgainElsewhere_thenTheSameHappens() {
    var first = new ArrayList<Long>();
    try (var schedules = new Schedules()) {
      for (long seed = 1; seed <= 20; seed++) {
        first.add(schedules.run(seed));
      }
    }

    try (var others = new Schedules()) {
      for (long seed = 20; seed >= 1; seed--) {
        assertThat(others.run(seed)).as("seed=" + seed).isEqualTo(first.get((int) seed - 1));
      }
    }
    assertThat(first).doesNotHaveDuplicates();
  }

  /** How many there are depends on the machine; it stops when time is up. */
  @Test
  void givenSchedulesOfAnAdversary_whenRun_thenAllIsAsItMustBe(TestReporter reporter)
      throws Exception {
    long endNanos = System.nanoTime() + TIME.toNanos();
    var next = new AtomicLong();
    Callable<Long> runsSchedules =
        () -> {
          long done = 0;
          try (var schedules = new Schedules()) {
            long index = next.getAndIncrement();
            while (index < SCHEDULES && System.nanoTime() - endNanos < 0) {
              schedules.run(FIRST_SEED + index);
              done++;
              index = next.getAndIncrement();
            }
          }
          return done;
        };

    long done = 0;
    int threads = Math.min(SCHEDULES, Runtime.getRuntime().availableProcessors());
    var pool = Executors.newFixedThreadPool(threads);
    try {
      var runs = new ArrayList<Future<Long>>();
      for (int thread = 0; thread < threads; thread++) {
        runs.add(pool.submit(runsSchedules));
      }
      for (Future<Long> run : runs) {
        done += run.get();
      }
    } finally {
      pool.shutdownNow();
    }

    reporter.publishEntry("schedules", Long.toString(done));
    assertThat(done).isPositive();
  }
}
