package io.reparto.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.message.HeldTasks;
import io.reparto.protocol.message.JobDiagnosis;
import io.reparto.protocol.message.JobId;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {

  @Test
  void givenALatePartialOfALostWorker_whenItsSuccessorsIsRefused_thenTheRestWaitsAgain() {
    var ledger = new Ledger(4, 0);
    Lease lost = ledger.grant("a", 1, false, true).orElseThrow();
    ledger.loseWorker("a", Map.of(), false);
    Lease second = ledger.grant("b", 1, false, true).orElseThrow();
    assertThat(lost.count()).isEqualTo(2);
    assertThat(ledger.commit(lost.number(), TaskRun.leaf(0))).isTrue();

    assertThat(ledger.commit(second.number(), new TaskRun(1, 0))).isFalse();

    Lease rest = ledger.grant("b", 1, false, true).orElseThrow();
    assertThat(rest.first()).isEqualTo(1);
    assertThat(ledger.counts().refused()).isEqualTo(2);
  }

  @Test
  void givenAFailedTask_whenGrantedAgain_thenAnotherWorkerGetsItFirst() {
    var ledger = new Ledger(1, 0);
    Lease lease = ledger.grant("a", 1, true, true).orElseThrow();
    assertThat(ledger.fail(lease.number(), 0)).contains(1);

    assertThat(ledger.grant("a", 1, true, true)).isEmpty();
    assertThat(ledger.hasWaitingTasks()).isTrue();
    assertThat(ledger.grant("b", 1, true, true)).map(Lease::attempt).contains(1);
  }

  @Test
  void givenARetryWhoseWorkerIsLost_whenGrantedAgain_thenTheLossCountsWithItsFailures() {
    var ledger = new Ledger(1, 0);
    ledger.fail(ledger.grant("a", 1, false, true).orElseThrow().number(), 0);
    assertThat(ledger.grant("b", 1, true, true)).isPresent();

    ledger.loseWorker("b", Map.of(), false);

    Lease again = ledger.grant("c", 1, true, true).orElseThrow();
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(ledger.fail(again.number(), 0)).contains(3);
  }

  @Test
  void givenATaskThatIsAloneInALostLease_whenItsWorkersAreLost_thenEachLossIsAFailedAttempt() {
    var ledger = new Ledger(1, 0);

    for (int loss = 1; loss <= 3; loss++) {
      assertThat(ledger.grant("w" + loss, 1, true, true)).isPresent();
      assertThat(ledger.loseWorker("w" + loss, Map.of(), false))
          .extracting(Ledger.LostTask::failures)
          .containsExactly(loss);
    }
  }

  @Test
  void givenALargeLease_whenItsWorkerIsLost_thenItIsLeasedAgainInPartsAndCountsForNone() {
    var ledger = new Ledger(256, 0);
    Lease lease = ledger.grant("a", 1, true, true).orElseThrow();
    assertThat(lease.count()).isEqualTo(128);

    assertThat(ledger.loseWorker("a", Map.of(), false))
        .containsExactly(new Ledger.LostTask(lease, 0, 0, 0));

    assertThat(ledger.hasSuspects()).as("too many").isFalse();
    Lease part = ledger.grant("b", 1, true, true).orElseThrow();
    assertThat(part.count()).isEqualTo(2);
    assertThat(part.attempt()).isZero();
  }

  @Test
  void givenATaskUnderWay_whenItsWorkerIsLost_thenItAloneHasFailedAndItRunsAlone() {
    var ledger = new Ledger(256, 0);
    Lease lease = ledger.grant("a", 1, true, true).orElseThrow();

    assertThat(ledger.loseWorker("a", Map.of(lease.number(), 70), false))
        .containsExactly(new Ledger.LostTask(lease, 70, 1, 1));

    assertThat(ledger.grant("b", 1, true, false)).as("not for b").map(Lease::first).contains(0);
    Lease suspect = ledger.grant("c", 1, true, true).orElseThrow();
    assertThat(suspect.first()).isEqualTo(70);
    assertThat(suspect.count()).isEqualTo(1);
    assertThat(suspect.attempt()).isEqualTo(1);
    assertThat(ledger.copy(suspect.number())).as("might end two").isFalse();
    Lease next = ledger.grant("c", 1, true, true).orElseThrow();
    assertThat(next.first()).as("the report of it may be lost").isEqualTo(71);
    assertThat(next.count()).isEqualTo(1);
    assertThat(next.attempt()).as("and yet it has not failed").isZero();
    assertThat(ledger.grant("c", 1, true, true)).map(Lease::count).contains(2);
  }

  @Test
  void givenATaskReportedButCommitted_whenItsWorkerIsLost_thenTheOneAfterItIsASuspect() {
    var ledger = new Ledger(256, 0);
    Lease lease = ledger.grant("a", 1, true, true).orElseThrow();
    ledger.commit(lease.number(), TaskRun.leaf(0));

    assertThat(ledger.loseWorker("a", Map.of(lease.number(), 0), false))
        .containsExactly(new Ledger.LostTask(lease, 1, 0, 1));

    assertThat(ledger.losses(1)).isEqualTo(1);
    assertThat(ledger.losses(2)).isZero();
    assertThat(ledger.culprit(1)).as("not for certain").isEmpty();
  }

  @Test
  void givenFewTasksTooShortToTellOf_whenTheirWorkersAreLost_thenTheSecondLossNamesTheCulprit() {
    var ledger = new Ledger(20, 0);
    assertThat(ledger.grant("a", 1, true, true)).isPresent();
    assertThat(ledger.loseWorker("a", Map.of(), false))
        .singleElement()
        .matches(lost -> !lost.isCertain());

    Lease first = ledger.grant("b", 1, true, true).orElseThrow();
    ledger.commit(first.number(), TaskRun.leaf(first.first()));
    Lease second = ledger.grant("b", 1, true, true).orElseThrow();
    assertThat(second.count()).isEqualTo(1);
    assertThat(ledger.loseWorker("b", Map.of(), false))
        .containsExactly(new Ledger.LostTask(second, second.first(), 1, 2));

    assertThat(ledger.culprit(2)).contains(second.first());
    assertThat(ledger.culprit(3)).isEmpty();
  }

  @Test
  void givenATaskThatRunsTwice_whenBothWorkersAreLost_thenThatIsOneLossToIt() {
    var ledger = new Ledger(1, 0);
    Lease original = ledger.grant("a", 1, true, true).orElseThrow();
    ledger.copy(original.number());
    assertThat(ledger.grant("b", 1, true, true)).isPresent();

    ledger.loseWorker("a", Map.of(original.number(), 0), false);
    assertThat(ledger.grant("c", 1, true, true)).as("the copy runs").isEmpty();
    ledger.loseWorker("b", Map.of(), false);

    assertThat(ledger.losses(0)).isEqualTo(1);
    assertThat(ledger.grant("c", 1, true, true)).map(Lease::first).contains(0);
  }

  @Test
  void givenAWorkerThatLeaves_whenItIsGone_thenNoTaskHasFailed() {
    var ledger = new Ledger(1, 0);
    Lease lease = ledger.grant("a", 1, true, true).orElseThrow();

    assertThat(ledger.loseWorker("a", Map.of(lease.number(), 0), true)).isEmpty();

    assertThat(ledger.hasSuspects()).isFalse();
    assertThat(ledger.grant("b", 1, true, false)).map(Lease::attempt).contains(0);
  }

  @Test
  void givenASuspect_whenItThrows_thenItStaysAloneUntilItIsCommitted() {
    var ledger = new Ledger(1, 0);
    ledger.grant("a", 1, true, true);
    ledger.loseWorker("a", Map.of(), false);
    Lease second = ledger.grant("b", 1, true, true).orElseThrow();

    assertThat(ledger.fail(second.number(), 0)).contains(2);

    assertThat(ledger.grant("c", 1, true, false)).isEmpty();
    Lease third = ledger.grant("c", 1, true, true).orElseThrow();
    assertThat(third.attempt()).isEqualTo(2);
    ledger.commit(third.number(), TaskRun.leaf(0));
    assertThat(ledger.hasSuspects()).isFalse();
  }

  @Test
  void givenALatePartial_whenItCoversTheMiddleOfARetry_thenBothSidesAreGranted() {
    var ledger = new Ledger(512, 0);
    Lease lost = ledger.grant("a", 1, false, true).orElseThrow();
    ledger.loseWorker("a", Map.of(), false);
    assertThat(ledger.commit(lost.number(), TaskRun.leaf(1))).isTrue();

    assertThat(ledger.grant("b", 1, false, true)).map(Lease::first).contains(0);
    Lease right = ledger.grant("b", 1, false, true).orElseThrow();
    assertThat(right.first()).isEqualTo(2);
    assertThat(right.end()).isEqualTo(4);
  }

  @Test
  void givenTenMillionTasksInPieces_whenDiagnosed_thenItIsQuickAndSmall() {
    var ledger = new Ledger(10_000_000, 1);
    for (int lease = 0; lease < 1_000; lease++) {
      assertThat(ledger.grant("w" + lease, 100, true, true)).isPresent();
    }
    for (int task = 1; task < 1_000_000; task += 2) { // as if ten thousand workers flushed at once
      ledger.commit(0, TaskRun.leaf(task));
    }
    for (int lost = 0; lost < 900; lost++) {
      ledger.loseWorker("w" + lost, Map.of(), false);
    }
    ledger.diagnose();
    long begin = System.nanoTime();

    JobDiagnosis.TaskSets sets = ledger.diagnose();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(50));
    assertThat(sets.committed().tasks()).isEqualTo(500_000);
    assertThat(sets.committed().ranges()).isEqualTo(500_000);
    assertThat(sets.committed().first()).hasSize(20).startsWith(new TaskRange(1, 2));
    assertThat(sets.retries().ranges()).isGreaterThan(10_000);
    assertThat(sets.retries().first()).hasSize(20);
    assertThat(ledger.openLeaseCount()).isEqualTo(100);
  }

  @Test
  void givenATaskThatEndsItsWorkerUnderAnUnknownLease_whenToldTwice_thenItCountsOnce() {
    var ledger = new Ledger(4, 1);
    ledger.suspect(2, 7, 1, 1); // as written down
    assertThat(ledger.failWithWorker(7, 0, 2)).as("the same loss").isEmpty();

    assertThat(ledger.failWithWorker(9, 1, 2)).contains(2);
    assertThat(ledger.failWithWorker(9, 1, 2)).as("told twice").isEmpty();
    assertThat(ledger.failWithWorker(9, 0, 3)).contains(1);
    assertThat(ledger.failWithWorker(9, 0, 4)).as("no such task").isEmpty();

    assertThat(ledger.culprit(2)).contains(2);
    assertThat(ledger.grant("a", 1, true, false)).map(Lease::first).contains(0);
    assertThat(ledger.grant("a", 1, true, false)).map(Lease::first).contains(1);
    assertThat(ledger.grant("a", 1, true, false)).as("only suspects are left").isEmpty();
    assertThat(ledger.grant("a", 1, true, true)).map(Lease::attempt).contains(2);
    assertThat(ledger.grant("a", 1, true, true)).map(Lease::first).contains(3);
  }

  @Test
  void givenNoTasks_whenAsked_thenItIsCompleteAndRefusesEveryPartial() {
    var ledger = new Ledger(0, 0);

    assertThat(ledger.isComplete()).isTrue();
    assertThat(ledger.commit(0, TaskRun.leaf(0))).isFalse();
    assertThat(ledger.grant("a", 1, false, true)).isEmpty();
  }

  @Test
  void givenASecondCopy_whenItCommitsFirst_thenTheOtherLeaseIsSupersededAndItsPartialRefused() {
    var ledger = new Ledger(1, 1);
    Lease slow = ledger.grant("slow", 1, true, true).orElseThrow();
    assertThat(ledger.copy(slow.number())).isTrue();
    assertThat(ledger.grant("slow", 1, true, true)).as("not where it runs").isEmpty();
    Lease copy = ledger.grant("fast", 1, true, true).orElseThrow();

    assertThat(ledger.commit(copy.number(), TaskRun.leaf(0))).isTrue();

    assertThat(ledger.takeSuperseded()).containsExactly(slow);
    assertThat(ledger.takeSuperseded()).isEmpty();
    assertThat(ledger.commit(slow.number(), TaskRun.leaf(0))).isFalse();
    assertThat(ledger.counts().attempts()).isEqualTo(2);
  }

  @Test
  void givenASecondCopy_whenOneOfTheTwoFails_thenTheOtherGoesOnAndNothingWaits() {
    var ledger = new Ledger(1, 1);
    Lease first = ledger.grant("a", 1, true, true).orElseThrow();
    ledger.copy(first.number());
    Lease copy = ledger.grant("b", 1, true, true).orElseThrow();

    assertThat(ledger.fail(first.number(), 0)).contains(1);

    assertThat(ledger.hasWaitingTasks()).isFalse();
    assertThat(ledger.fail(copy.number(), 0)).as("both failures count").contains(2);
    assertThat(ledger.hasWaitingTasks()).isTrue();
  }

  @Test
  void
      givenAnEarlierTermsTasks_whenTheirWorkerHoldsThem_thenTheyAreNotGrantedAndCommitAsTheyCome() {
    var ledger = new Ledger(8, 2);
    var held = new HeldTasks(new JobId("job-a"), 1L << 32, 0, 0, 6, false);

    assertThat(ledger.adopt("a", held)).isEqualTo(6);
    assertThat(ledger.adopt("a", held)).as("told twice").isZero();

    assertThat(ledger.grant("b", 1, true, true)).map(Lease::first).contains(6);
    assertThat(ledger.commit(1L << 32, new TaskRun(2, 0))).isTrue();
    assertThat(ledger.loseWorker("a", Map.of(), false))
        .as("held, not running: no attempt")
        .isEmpty();
    assertThat(ledger.grant("c", 1, true, true)).map(Lease::first).contains(4);
  }

  @Test
  void givenATaskGivenUp_whenGrantedAgain_thenItAndThoseAfterItWaitAsIfNeverTried() {
    var ledger = new Ledger(16, 1);
    Lease lease = ledger.grant("a", 1, true, true).orElseThrow();
    assertThat(lease.count()).isEqualTo(8);
    assertThat(ledger.commit(lease.number(), new TaskRun(2, 0))).isTrue();

    assertThat(ledger.giveUp(lease.number(), 6)).isTrue();

    assertThat(ledger.giveUp(lease.number(), 6)).as("a second time").isFalse();
    assertThat(ledger.giveUp(99, 0)).as("of no lease").isFalse();
    Lease next = ledger.grant("a", 1, true, true).orElseThrow();
    assertThat(next.first()).isEqualTo(6);
    assertThat(next.attempt()).isZero();
    assertThat(ledger.commit(lease.number(), new TaskRun(1, 2))).as("it ran those before").isTrue();
    assertThat(ledger.counts().attempts()).isEqualTo(6);
  }
}
