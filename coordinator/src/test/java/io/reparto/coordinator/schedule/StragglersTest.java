package io.reparto.coordinator.schedule;

import static io.reparto.coordinator.schedule.Stragglers.Remedy.COPY;
import static io.reparto.coordinator.schedule.Stragglers.Remedy.HAND_BACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.aggregate.TaskRun;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Patience is 200 ms; a task usually takes 100 ms. */
class StragglersTest {
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(200);

  private final Ledger ledger = new Ledger(8, 1);
  private final Stragglers stragglers = new Stragglers(PATIENCE, true);
  private long now = 1_000;

  private Lease granted(String worker, int slots) {
    Lease lease = ledger.grant(worker, slots, true, true).orElseThrow();
    stragglers.granted(lease.number(), now);
    return lease;
  }

  private void passes(int millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private void commits(Lease lease) {
    for (int task = lease.first(); task < lease.end(); task++) {
      passes(100);
      assertThat(ledger.commit(lease.number(), TaskRun.leaf(task))).isTrue();
      stragglers.committed(lease.number(), 1, now);
    }
    passes(1);
  }

  private List<Stragglers.Decision> decided() {
    return stragglers.decide(ledger, now);
  }

  @Test
  void givenTinyTasks_whenSomeAreCommitted_thenALeaseIsWorthItsMessages() {
    assertThat(stragglers.leastLease()).as("nothing is known").isEqualTo(1);
    Lease lease = granted("any", 1);
    now += TimeUnit.MICROSECONDS.toNanos(400);

    stragglers.committed(lease.number(), 3, now);
    stragglers.committed(lease.number(), 1, now);

    assertThat(stragglers.leastLease()).as("4 ms of tasks of 0.1 ms").isEqualTo(40);
    commits(granted("slow", 1));
    assertThat(stragglers.leastLease()).as("tasks of 0.1 s").isEqualTo(1);
  }

  @Test
  void givenALongLease_whenOthersWait_thenItsRestIsAskedBackAndThenItsTaskIsCopied() {
    Lease slow = granted("slow", 1);
    commits(granted("fast", 1));
    assertThat(slow.count()).isEqualTo(4);

    assertThat(decided()).containsExactly(new Stragglers.Decision(slow, HAND_BACK));
    assertThat(decided()).as("it was asked a moment ago").isEmpty();
    ledger.giveBack(slow.number(), List.of(new TaskRange(0, 1)));
    passes(10);

    assertThat(decided()).containsExactly(new Stragglers.Decision(slow, COPY));
    passes(1_000);
    assertThat(decided()).as("once").isEmpty();
  }

  @Test
  void givenAWorkerThatDoesNotAnswer_whenItWasAsked_thenEverythingOfItIsCopied() {
    Lease silent = granted("silent", 1);
    commits(granted("fast", 1));
    assertThat(decided()).containsExactly(new Stragglers.Decision(silent, HAND_BACK));

    passes(300);
    assertThat(decided()).containsExactly(new Stragglers.Decision(silent, HAND_BACK));
    passes(300);

    assertThat(decided()).containsExactly(new Stragglers.Decision(silent, COPY));
    assertThat(ledger.copy(silent.number())).isTrue();
    Lease copy = ledger.grant("fast", 1, true, true).orElseThrow();
    while (copy.count() < 1 || !copy.copy()) { // the tasks that nobody had come first
      copy = ledger.grant("fast", 1, true, true).orElseThrow();
    }
    assertThat(copy.first()).isBetween(0, 3);
  }

  @Test
  void givenNoSpeculation_whenATaskIsOverdue_thenNothingIsCopied() {
    var withoutCopies = new Stragglers(PATIENCE, false);
    var two = new Ledger(2, 1);
    Lease slow = two.grant("slow", 1, true, true).orElseThrow();
    Lease fast = two.grant("fast", 1, true, true).orElseThrow();
    withoutCopies.granted(slow.number(), 0);
    withoutCopies.granted(fast.number(), 0);
    two.commit(fast.number(), TaskRun.leaf(1));
    withoutCopies.committed(fast.number(), 1, PATIENCE / 2);

    assertThat(withoutCopies.decide(two, 2 * PATIENCE)).isEmpty();
  }

  @Test
  void givenATaskWithoutPeers_whenNothingIsKnownOfItsKind_thenItIsLeftAlone() {
    var alone = new Ledger(1, 1);
    Lease lease = alone.grant("only", 1, true, true).orElseThrow();
    stragglers.granted(lease.number(), now);
    passes(10_000);

    assertThat(stragglers.decide(alone, now)).noneMatch(one -> one.remedy() == COPY);
  }
}
