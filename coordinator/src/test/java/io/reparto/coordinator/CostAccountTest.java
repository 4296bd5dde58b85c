package io.reparto.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.Costs;
import io.reparto.protocol.message.JobCosts;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CostAccountTest {
  private static final JobId JOB = new JobId("job");

  private static SlotRequest request(String worker, long sinceNanos) {
    return new SlotRequest(worker, 0, 0, sinceNanos, null, Set.of(), false);
  }

  private static PartialOffer offer(Costs costs) {
    return new PartialOffer(JOB, 0, 0, TaskRun.leaf(0), Work.NONE, costs, null);
  }

  @Test
  void givenASlotThatWaitedBeforeTheJob_whenItGetsALease_thenOnlyTheJobsTimeIsItsQueue() {
    var account = new CostAccount(1_000);

    long held = account.granted(request("w", 400), 4, 1_100);
    long heldLater = account.granted(request("w", 1_500), 5, 1_530);

    assertThat(held).isEqualTo(700);
    assertThat(heldLater).isEqualTo(30);
    assertThat(account.costs())
        .isEqualTo(
            new JobCosts(
                5, 0, List.of(new JobCosts.Worker("w", 0, 2, 0, Costs.ofQueue(100 + 30)))));
  }

  @Test
  void givenPartialsOfTwoWorkers_whenCommitted_thenEachHasItsOwnSum() {
    var account = new CostAccount(0);

    account.committed("b", 2, offer(Costs.ofSlot(1, 2, 3, 4)));
    account.committed("a", 1, offer(Costs.NONE));
    account.committed("b", 3, offer(Costs.ofTransfer(5, 6, 7, 8)));
    account.merged(9);

    JobCosts costs = account.costs();
    assertThat(costs.mergeNanos()).isEqualTo(9);
    assertThat(costs.workers())
        .containsExactly(
            new JobCosts.Worker("a", 1, 0, 1, Costs.NONE),
            new JobCosts.Worker("b", 5, 0, 2, new Costs(0, 1, 2, 3, 4, 5, 6, 7, 8)));
    assertThat(costs.sum()).isEqualTo(new Costs(0, 1, 2, 3, 4, 5, 6, 7, 8));
  }

  @Test
  void givenMoreWorkersThanAMessageHolds_whenAsked_thenTheRestIsSummedUp() {
    var account = new CostAccount(0);
    for (int worker = 0; worker < 1_000; worker++) {
      account.committed("w" + worker, 1, offer(Costs.ofQueue(1)));
    }

    JobCosts costs = account.costs();

    assertThat(costs.workers()).hasSize(100);
    assertThat(costs.workers().get(99))
        .isEqualTo(new JobCosts.Worker(JobCosts.OTHERS, 901, 0, 901, Costs.ofQueue(901)));
    assertThat(costs.sum().queueNanos()).isEqualTo(1_000);
  }
}
