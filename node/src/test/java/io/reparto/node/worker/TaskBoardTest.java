package io.reparto.node.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.WorkerCommand.RunLease;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskBoardTest {
  private static final RunLease LEASE = new RunLease(1, new JobId("job-a"), 7, 0, 0, 0, 6, 0);

  private final TaskBoard board = new TaskBoard(2);

  static StackTraceElement[] exitCalledBy(String className) {
    return new StackTraceElement[] {
      frame("java.lang.Thread", "join"),
      frame("java.lang.Shutdown", "exit"),
      frame("java.lang.Runtime", "exit"),
      frame("java.lang.System", "exit"),
      frame(className, "run"),
      frame("io.reparto.node.worker.Slot", "runSlice")
    };
  }

  private static StackTraceElement frame(String className, String method) {
    return new StackTraceElement(className, method, "Some.java", 7);
  }

  @Test
  void givenATaskThatExits_whenLookedFor_thenItIsFoundWithItsStack() {
    board.begin(1, LEASE, 3, 0);

    assertThat(board.findExits(Map.of(Thread.currentThread(), exitCalledBy("a.Kernel"))))
        .containsExactly("job=job-a, task=3, at a.Kernel.run(Some.java:7)");

    assertThat(board.exit(1).task().task()).isEqualTo(3);
    assertThat(board.exit(0)).isNull();
  }

  @Test
  void givenAnotherWhoExits_whenLookedFor_thenNoTaskIsFound() {
    var stranger = new Thread(() -> {});
    board.begin(0, LEASE, 3, 0);

    assertThat(board.findExits(Map.of(stranger, exitCalledBy("a.Kernel")))).isEmpty();
    assertThat(board.findExits(Map.of(Thread.currentThread(), exitCalledBy("akka.actor.X"))))
        .as("memory is out")
        .isEmpty();
    assertThat(board.findExits(Map.of(Thread.currentThread(), new StackTraceElement[0]))).isEmpty();
    board.pause(0);
    assertThat(board.findExits(Map.of(Thread.currentThread(), exitCalledBy("a.Kernel")))).isEmpty();
  }
}
