package io.reparto.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.message.HeldTasks;
import io.reparto.protocol.message.JobId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** An adversary loses workers, doubles and delays partials and fails tasks; then it tires. */
class LedgerPropertyTest {

  /** A partial under way; one whose worker was lost may still come. */
  private record Travelling(long lease, TaskRun run) {}

  @Property
  void givenAnAdversary_whenItTires_thenEveryTaskIsCommittedOnceAndNothingIsLost(
      @ForAll @IntRange(min = 1, max = 120) int taskCount,
      @ForAll @IntRange(min = 1, max = 4) int workers,
      @ForAll Random random) {
    var game = new Game(taskCount, workers, random);

    for (int move = 0; move < 150; move++) {
      game.adversaryMoves();
    }
    game.everybodyBehaves();

    assertThat(game.committed.cardinality()).isEqualTo(taskCount);
    assertThat(game.ledger.counts().committed()).isEqualTo(taskCount);
    assertThat(game.ledger.hasWaitingTasks()).isFalse();
    assertThat(game.ledger.hasSuspects()).isFalse();
    assertThat(game.ledger.grant("late", 1, false, true)).isEmpty();
  }

  private static final long OF_AN_EARLIER_TERM = 1_000_000;
  private static final JobId JOB = new JobId("job-a");

  private static final class Game {
    final Ledger ledger;
    final BitSet committed = new BitSet();
    private final int taskCount;
    private final int workers;
    private final Random random;
    private final List<Lease> running = new ArrayList<>();
    private final List<Travelling> travelling = new ArrayList<>();
    private final List<Travelling> delivered = new ArrayList<>();
    private final Set<Long> mayOverlap = new HashSet<>();
    private long nextHeld = 10_000;
    private long refusedOrFailed;

    Game(int taskCount, int workers, Random random) {
      this.ledger = new Ledger(taskCount, 0);
      this.taskCount = taskCount;
      this.workers = workers;
      this.random = random;
    }

    void adversaryMoves() {
      switch (random.nextInt(20)) {
        case 0, 1, 2, 3, 4 -> grant("worker-" + random.nextInt(workers), random.nextInt(4) > 0);
        case 5, 6, 7 -> finishALease(true);
        case 8, 9, 10, 11 -> deliverAny();
        case 12, 13 -> {
          if (!delivered.isEmpty()) {
            deliver(delivered.get(random.nextInt(delivered.size())));
          }
        }
        case 14, 15 -> loseWorker("worker-" + random.nextInt(workers));
        case 16 -> copyALease();
        case 17 -> handALeaseBack();
        case 18 -> tellWhatIsHeld();
        default -> deliver(new Travelling(OF_AN_EARLIER_TERM, anyRun()));
      }
      checkInvariants();
    }

    void everybodyBehaves() {
      // Twice the tasks are enough: each round commits some, and no retry fails again.
      for (int round = 0; round < 3 * taskCount + 10 && !ledger.isComplete(); round++) {
        for (int worker = 0; worker <= workers; worker++) {
          grant("worker-" + worker, worker > 0);
        }
        while (!running.isEmpty()) {
          finishALease(false);
        }
        while (!travelling.isEmpty()) {
          deliverAny();
        }
        checkInvariants();
      }
    }

    private TaskRun anyRun() {
      int level = random.nextInt(5);
      return new TaskRun(level, random.nextInt(((taskCount - 1) >> level) + 1));
    }

    private void grant(String worker, boolean mayBeSuspect) {
      Optional<Lease> lease = ledger.grant(worker, workers, workers > 1, mayBeSuspect);
      if (lease.isPresent()) {
        assertThat(committed.get(lease.get().first(), lease.get().end()).isEmpty())
            .as("granted after commit: " + lease)
            .isTrue();
        for (Lease other : running) {
          boolean apart = lease.get().first() >= other.end() || other.first() >= lease.get().end();
          assertThat(apart || lease.get().copy() || mayOverlap.contains(other.number()))
              .as("granted twice: " + lease + ", " + other)
              .isTrue();
        }
        running.add(lease.get());
      }
    }

    /** A second copy may be granted from now on, to another worker. */
    private void copyALease() {
      if (!running.isEmpty()) {
        Lease lease = running.get(random.nextInt(running.size()));
        ledger.copy(lease.number());
        mayOverlap.add(lease.number());
      }
    }

    /** Its worker keeps some of the first tasks, and runs or has run no other. */
    private void handALeaseBack() {
      if (!running.isEmpty()) {
        Lease lease = running.remove(random.nextInt(running.size()));
        int kept = random.nextInt(lease.count() + 1);
        var range = new TaskRange(lease.first(), lease.first() + kept);
        ledger.giveBack(lease.number(), List.of(range));
        if (kept > 0) {
          running.add(
              new Lease(
                  lease.number(),
                  lease.worker(),
                  lease.first(),
                  kept,
                  lease.attempt(),
                  lease.copy()));
        }
      }
    }

    /** A worker that was taken for lost is not, and offers what it holds by and by. */
    private void tellWhatIsHeld() {
      int first = random.nextInt(taskCount);
      int end = first + 1 + random.nextInt(taskCount - first);
      long number = nextHeld++;
      String worker = "worker-" + random.nextInt(workers);
      int adopted =
          ledger.adopt(worker, new HeldTasks(JOB, number, 0, first, end, random.nextBoolean()));
      var expected = new BitSet();
      expected.set(first, end);
      expected.andNot(committed);
      assertThat(adopted).isEqualTo(expected.cardinality());
      mayOverlap.add(number);
      running.add(new Lease(number, worker, first, end - first, 0, false));
    }

    /** Its tasks become aligned runs, as a worker's tree makes them; some may fail. */
    private void finishALease(boolean mayFail) {
      if (running.isEmpty()) {
        return;
      }
      Lease lease = running.remove(random.nextInt(running.size()));
      int task = lease.first();
      while (task < lease.end()) {
        if (mayFail && random.nextInt(4) == 0) {
          Optional<Integer> failures = ledger.fail(lease.number(), task);
          assertThat(failures.isPresent() && committed.get(task)).isFalse();
          refusedOrFailed += failures.isPresent() ? 1 : 0;
          assertThat(ledger.fail(lease.number(), task)).as("told twice").isEmpty();
          task++;
        } else {
          int level = 0;
          while (random.nextInt(3) > 0
              && task % (2 << level) == 0
              && task + (2 << level) <= lease.end()) {
            level++;
          }
          travelling.add(new Travelling(lease.number(), new TaskRun(level, task >> level)));
          task += 1 << level;
        }
      }
    }

    private void deliverAny() {
      if (!travelling.isEmpty()) {
        deliver(travelling.remove(random.nextInt(travelling.size())));
      }
    }

    private void deliver(Travelling partial) {
      int first = partial.run().first();
      int end = partial.run().end(taskCount);
      boolean isNew = committed.get(first, end).isEmpty();

      assertThat(ledger.commit(partial.lease(), partial.run())).isEqualTo(isNew);

      if (isNew) {
        committed.set(first, end);
      } else {
        refusedOrFailed += end - first;
      }
      delivered.add(partial);
    }

    private void loseWorker(String worker) {
      var underWay = new HashMap<Long, Integer>();
      for (Lease lease : running) {
        if (lease.worker().equals(worker) && random.nextBoolean()) {
          underWay.put(lease.number(), lease.first() + random.nextInt(lease.count()));
        }
      }
      List<Ledger.LostTask> lost = ledger.loseWorker(worker, underWay, random.nextInt(5) == 0);
      assertThat(lost).extracting(Ledger.LostTask::task).noneMatch(committed::get);
      refusedOrFailed += lost.stream().filter(Ledger.LostTask::isCertain).count();
      running.removeIf(lease -> lease.worker().equals(worker));
    }

    private void checkInvariants() {
      assertThat(ledger.counts().committed()).isEqualTo(committed.cardinality());
      assertThat(ledger.counts().attempts()).isEqualTo(committed.cardinality() + refusedOrFailed);
      assertThat(ledger.isComplete()).isEqualTo(committed.cardinality() == taskCount);
    }
  }
}
