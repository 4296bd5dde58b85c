package io.reparto.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobReply;
import io.reparto.protocol.message.JobStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A cancelled job's loops end on every node, soon. */
class CancelTest {
  private static final int SLOTS = 4;
  private static final int TASKS = 1000;
  private static final int ROUNDS = 5;
  private static final Duration GOAL = Duration.ofMillis(200);

  // Where other programs take the cores a round may be slow, but not all are.
  private static final Duration MOST = Duration.ofSeconds(5);
  private static final long PATIENCE_SECONDS = 30;

  @Test
  void givenLoopsOnTwoNodes_whenTheirJobIsCancelled_thenTheyStopWithin200MillisAndSlotsAreFree()
      throws Exception {
    Jobs jobs = Jobs.of(new ProbeJob());
    try (var cluster = new TestCluster("", jobs)) {
      cluster.add("coordinator, worker", SLOTS / 2);
      cluster.add("worker", SLOTS / 2);
      cluster.awaitWorkers(2);
      var took = new ArrayList<Duration>();

      for (int round = 0; round < ROUNDS; round++) {
        JobId job = cluster.enqueue(ProbeJob.endless("endless", TASKS), 1);
        awaitAtWork(SLOTS);
        long asked = System.nanoTime();
        cluster.tell(new CoordinatorCommand.CancelJob(job));
        awaitAtWork(0);
        took.add(Duration.ofNanos(ProbeJob.CLOSED_NANOS.get() - asked));

        cluster.awaitStatus(job, status -> status.state() == JobStatus.State.CANCELLED);
        awaitFreeSlots(cluster);
      }

      assertThat(took).allMatch(each -> each.compareTo(MOST) < 0);
      // The quickest: others may have waited for a busy machine.
      assertThat(took.stream().min(Comparator.naturalOrder()))
          .hasValueSatisfying(
              quickest -> assertThat(quickest).as("least of %s", took).isLessThan(GOAL));
      JobSpec next = ProbeJob.waiting("next", SLOTS, 0);
      assertThat(cluster.awaitSuccess(cluster.enqueue(next, 1)).summary().ledger().committed())
          .isEqualTo(SLOTS);
    }
  }

  private static void awaitAtWork(int kernels) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (ProbeJob.AT_WORK.get() != kernels) {
      if (System.nanoTime() > end) {
        throw new AssertionError("kernels at work: " + ProbeJob.AT_WORK);
      }
      Thread.onSpinWait();
    }
  }

  private static void awaitFreeSlots(TestCluster cluster) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    JobReply.ClusterDescribed described;
    do {
      described = (JobReply.ClusterDescribed) cluster.ask(CoordinatorCommand.DescribeCluster::new);
      if (System.nanoTime() > end) {
        throw new AssertionError("slots are not free: " + described);
      }
    } while (freeSlots(described) != SLOTS);
  }

  private static int freeSlots(JobReply.ClusterDescribed described) {
    return described.workers().stream().mapToInt(JobReply.WorkerStatus::waiting).sum();
  }
}
