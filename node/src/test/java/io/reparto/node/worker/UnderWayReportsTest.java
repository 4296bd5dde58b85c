package io.reparto.node.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.TaskUnderWay;
import io.reparto.protocol.message.WorkerCommand.RunLease;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnderWayReportsTest {
  private static final long SLOW = 20;
  private static final RunLease LEASE = new RunLease(1, new JobId("job-a"), 7, 0, 0, 0, 6, 0);
  private static final RunLease OTHER = new RunLease(1, new JobId("job-a"), 8, 1, 0, 6, 6, 0);

  private final TaskBoard board = new TaskBoard(2);
  private final UnderWayReports reports = new UnderWayReports(board, SLOW);

  @Test
  void givenShortTasks_whenLookedAt_thenNothingIsTold() {
    for (int task = 0; task < 6; task++) {
      board.begin(0, LEASE, task, 10L * task);
      assertThat(reports.changed(10L * task + 9)).isEmpty();
    }

    assertThat(reports.isNothingTold()).isTrue();
  }

  @Test
  void givenALongTask_whenLookedAtAgain_thenItIsToldOnceAndItsEndOnce() {
    board.begin(0, LEASE, 3, 100);
    board.begin(1, OTHER, 6, 119);

    assertThat(reports.changed(120).orElseThrow())
        .containsExactly(new TaskUnderWay(LEASE.job(), 7, 3, Duration.ofNanos(20)));
    board.pause(0);
    board.resume(0);
    assertThat(reports.changed(121)).isEmpty();
    assertThat(reports.again(122)).hasSize(1);
    board.end(0);
    board.end(1);
    assertThat(reports.changed(123)).contains(List.of());
    assertThat(reports.changed(124)).isEmpty();
  }

  @Test
  void givenATaskThatMayBeLong_whenAnnounced_thenItIsToldAtOnceAndNotTheNext() {
    board.begin(0, LEASE, 3, 100);
    reports.announce(0);
    assertThat(reports.changed(100).orElseThrow()).extracting(TaskUnderWay::task).contains(3);

    board.begin(0, LEASE, 4, 101);

    assertThat(reports.changed(102)).contains(List.of());
  }
}
