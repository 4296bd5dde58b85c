package io.reparto.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobStatus;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that run at the same time share the slots by their priorities. */
class FairnessTest {
  private static final long PATIENCE_SECONDS = 60;

  @BeforeEach
  void nothingBegun() {
    ProbeJob.BEGUN.clear();
  }

  @Test
  void givenJobsOfPriorities1And3_whenBothHaveTasks_thenTheyGetLeases1To3() throws Exception {
    int slots = 50;
    int tasks = 199; // remaining ÷ (2 × slots) is below two: every lease is of one task
    try (var cluster = new TestCluster("", Jobs.of(new ProbeJob()))) {
      cluster.add("coordinator", 1);
      JobId slow = cluster.enqueue(ProbeJob.waiting("slow", tasks, 20), 1);
      JobId fast = cluster.enqueue(ProbeJob.waiting("fast", tasks, 20), 3);
      for (JobId job : List.of(slow, fast)) {
        cluster.awaitStatus(job, status -> status.state() == JobStatus.State.RUNNING);
      }

      cluster.add("worker", slots);
      cluster.awaitSuccess(slow);
      cluster.awaitSuccess(fast);

      List<String> begun = List.copyOf(ProbeJob.BEGUN);
      assertThat(begun).hasSize(2 * tasks);
      for (int granted : new int[] {60, 120, 200}) { // while both have tasks left
        int share = Collections.frequency(begun.subList(0, granted), "fast");
        assertThat(share).as("of %d", granted).isBetween(granted * 3 / 4 - 8, granted * 3 / 4 + 8);
      }
    }
  }

  @Test
  void givenALargeJob_whenASmallOneComes_thenItGetsSlotsWithinOneLease() throws Exception {
    int slots = 4;
    int tasks = 4 * slots - 1; // every lease is of one task
    try (var cluster = new TestCluster("", Jobs.of(new ProbeJob()))) {
      cluster.add("coordinator, worker", slots / 2);
      cluster.add("worker", slots / 2);
      cluster.awaitWorkers(2);
      JobId large = cluster.enqueue(ProbeJob.waiting("large", tasks, 1_000), 1);
      awaitBegun(slots);

      JobId small = cluster.enqueue(ProbeJob.waiting("small", 2, 0), 1);
      cluster.awaitStatus(small, status -> status.state() == JobStatus.State.RUNNING);
      int before = Collections.frequency(List.copyOf(ProbeJob.BEGUN), "large");
      cluster.awaitSuccess(small);
      cluster.awaitSuccess(large);

      List<String> begun = List.copyOf(ProbeJob.BEGUN);
      int whenSmallHadAll =
          Collections.frequency(begun.subList(0, begun.lastIndexOf("small")), "large");
      assertThat(whenSmallHadAll - before)
          .as("leases of the large one granted while the small one waited")
          .isLessThan(slots);
      assertThat(whenSmallHadAll).isLessThan(tasks);
    }
  }

  private static void awaitBegun(int tasks) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (ProbeJob.BEGUN.size() < tasks) {
      if (System.nanoTime() > end) {
        throw new AssertionError("begun: " + ProbeJob.BEGUN);
      }
      Thread.onSpinWait();
    }
  }
}
