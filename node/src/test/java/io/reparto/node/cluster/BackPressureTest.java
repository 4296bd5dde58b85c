package io.reparto.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.node.runtime.EmbeddedAnswer;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobStatus;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A coordinator that does not get on with merging makes workers wait, not their heap grow. */
class BackPressureTest {
  private static final int TASKS = 1024;
  private static final int SLOTS = 4;
  private static final int OUTBOX_VECTORS = 8;

  // What a lease that runs may add when the outbox is full already: a subtree for each level.
  private static final int VECTORS_OF_A_LEASE = 10;

  // Read and not merged: one in the ledger's queue, one being joined; merged: one for each level.
  private static final int VECTORS_OF_THE_COORDINATOR = 14;

  private static final long STILL_MILLIS = 2_000;
  private static final long PATIENCE_SECONDS = 60;

  @Test
  void givenACoordinatorThatStopsMerging_whenWorkersRun_thenTheyWaitAndTheirHeapDoesNotGrow()
      throws Exception {
    Jobs jobs = Jobs.of(new VectorJob());
    String expected = EmbeddedAnswer.digest(VectorJob.spec(TASKS), jobs);
    try (var cluster =
        new TestCluster(
            "reparto.worker.outbox-size = " + OUTBOX_VECTORS * VectorJob.BYTES + "B", jobs)) {
      cluster.add("coordinator", 1);
      cluster.add("worker", SLOTS);
      cluster.awaitWorkers(1);
      int before = VectorJob.FINISHED.get();
      CountDownLatch merging = VectorJob.stopMerging();

      JobId job = cluster.enqueue(VectorJob.spec(TASKS), 1);
      int finished = awaitStandstill(before) - before;

      assertThat(finished).as("tasks finished").isBetween(OUTBOX_VECTORS, TASKS - 1);
      assertThat(VectorJob.inMemory())
          .as("vectors in memory")
          .isLessThanOrEqualTo(
              OUTBOX_VECTORS + SLOTS * VECTORS_OF_A_LEASE + VECTORS_OF_THE_COORDINATOR);
      cluster.awaitStatus(job, status -> status.state() == JobStatus.State.RUNNING);
      merging.countDown();
      assertThat(cluster.awaitSuccess(job).digest()).isEqualTo(expected);
    }
  }

  /** Waits until tasks have ended and for a while no other has; returns how many. */
  private static int awaitStandstill(int before) throws InterruptedException {
    var never = new CountDownLatch(1);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    int last = before;
    while (System.nanoTime() < end) {
      never.await(STILL_MILLIS, TimeUnit.MILLISECONDS);
      int now = VectorJob.FINISHED.get();
      if (now == last && now > before) {
        return now;
      }
      last = now;
    }
    throw new AssertionError("tasks still end: finished=" + (last - before));
  }
}
