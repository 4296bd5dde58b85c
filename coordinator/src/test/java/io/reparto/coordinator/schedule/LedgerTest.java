package io.reparto.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.aggregate.TaskRun;
import org.junit.jupiter.api.Test;

class LedgerTest {

  @Test
  void givenALatePartialOfALostWorker_whenItsSuccessorsIsRefused_thenTheRestWaitsAgain() {
    var ledger = new Ledger(4);
    Lease lost = ledger.grant("a", 1, false).orElseThrow();
    ledger.loseWorker("a");
    Lease second = ledger.grant("b", 1, false).orElseThrow();
    assertThat(lost.count()).isEqualTo(2);
    assertThat(ledger.commit(lost.number(), TaskRun.leaf(0))).isTrue();

    assertThat(ledger.commit(second.number(), new TaskRun(1, 0))).isFalse();

    Lease rest = ledger.grant("b", 1, false).orElseThrow();
    assertThat(rest.first()).isEqualTo(1);
    assertThat(ledger.counts().refused()).isEqualTo(2);
  }

  @Test
  void givenAFailedTask_whenGrantedAgain_thenAnotherWorkerGetsItFirst() {
    var ledger = new Ledger(1);
    Lease lease = ledger.grant("a", 1, true).orElseThrow();
    assertThat(ledger.fail(lease.number(), 0)).contains(1);

    assertThat(ledger.grant("a", 1, true)).isEmpty();
    assertThat(ledger.hasWaitingTasks()).isTrue();
    assertThat(ledger.grant("b", 1, true)).map(Lease::attempt).contains(1);
  }

  @Test
  void givenARetryWhoseWorkerIsLost_whenGrantedAgain_thenItsFailuresAreRemembered() {
    var ledger = new Ledger(1);
    ledger.fail(ledger.grant("a", 1, false).orElseThrow().number(), 0);
    assertThat(ledger.grant("b", 1, true)).isPresent();

    ledger.loseWorker("b");

    Lease again = ledger.grant("c", 1, true).orElseThrow();
    assertThat(again.attempt()).isEqualTo(1);
    assertThat(ledger.fail(again.number(), 0)).contains(2);
  }

  @Test
  void givenNoTasks_whenAsked_thenItIsCompleteAndRefusesEveryPartial() {
    var ledger = new Ledger(0);

    assertThat(ledger.isComplete()).isTrue();
    assertThat(ledger.commit(0, TaskRun.leaf(0))).isFalse();
    assertThat(ledger.grant("a", 1, false)).isEmpty();
  }
}
