package io.reparto.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.Operator;
import io.reparto.protocol.job.Parameter;
import io.reparto.protocol.job.Partition;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Slice;
import io.reparto.protocol.job.Step;
import io.reparto.protocol.job.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  private static final JobSpec SPEC = new JobSpec("play", Map.of());

  private final List<String> calls = new ArrayList<>();

  @Test
  void givenTime_whenRehearsed_thenEveryTaskIsRunInSlicesAndTheKernelClosed() {
    Rehearsal.runUntil(() -> false, play(2, /* slices= */ 2), SPEC);

    assertThat(calls)
        .containsExactly(
            "begin 0", "run", "run", "finish", "begin 1", "run", "run", "finish", "close");
  }

  @Test
  void givenTheRuntimeIsUp_whenRehearsed_thenItEndsBetweenTwoSlices() {
    Rehearsal.runUntil(() -> calls.size() >= 3, play(2, /* slices= */ Integer.MAX_VALUE), SPEC);

    assertThat(calls).containsExactly("begin 0", "run", "run", "close");
  }

  @Test
  void givenATaskThatFails_whenRehearsed_thenTheKernelIsClosedAndNothingThrown() {
    Rehearsal.runUntil(() -> false, play(2, /* slices= */ 0), SPEC);

    assertThat(calls).containsExactly("begin 0", "close");
  }

  @Test
  void givenAJobThatCanNotBeRehearsed_whenBegun_thenNothingOfItRuns() throws Exception {
    var asked = new CountDownLatch(1);
    var refused = new Play(1, /* slices= */ 1, /* canBeRehearsed= */ false, calls);
    Rehearsal.begin(refused, SPEC, () -> false);
    Rehearsal.begin(play(1, /* slices= */ 1), SPEC, () -> signal(asked));

    assertThat(asked.await(10, TimeUnit.SECONDS)).as("the one that can").isTrue();
    assertThat(calls).doesNotContain("begin 0");
  }

  private Play play(int tasks, int slices) {
    return new Play(tasks, slices, /* canBeRehearsed= */ true, calls);
  }

  private static boolean signal(CountDownLatch latch) {
    latch.countDown();
    return true;
  }

  /** Its tasks take so many slices each, and fail at once if that is none. */
  private record Play(int taskCount, int slices, boolean canBeRehearsed, List<String> calls)
      implements Job, Plan {
    @Override
    public Plan plan(JobSpec spec) {
      return this;
    }

    @Override
    public Partition partition(int task) {
      return new Scene(task);
    }

    @Override
    public Kernel openKernel() {
      return new Actor(slices, calls);
    }

    @Override
    public String name() {
      return "play";
    }

    @Override
    public String summary() {
      return "";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public List<Class<?>> wireTypes() {
      return List.of();
    }

    @Override
    public Work total() {
      return Work.NONE;
    }

    @Override
    public String unit() {
      return "tasks";
    }

    @Override
    public PartialAggregate identity() {
      throw new AssertionError("a rehearsal has no result");
    }

    @Override
    public String preview(List<PartialAggregate> partials) {
      throw new AssertionError("a rehearsal has no audience");
    }

    @Override
    public JobResult finish(PartialAggregate root) {
      throw new AssertionError("a rehearsal has no result");
    }

    @Override
    public List<Operator> operators() {
      return List.of();
    }
  }

  private record Scene(int task) implements Partition {
    @Override
    public String describe() {
      return Integer.toString(task);
    }
  }

  private static final class Actor implements Kernel {
    private final int slices;
    private final List<String> calls;
    private int left;

    Actor(int slices, List<String> calls) {
      this.slices = slices;
      this.calls = calls;
    }

    @Override
    public void begin(Partition partition) {
      calls.add("begin " + partition.describe());
      left = slices;
    }

    @Override
    public Step run(Slice slice) {
      if (left == 0) {
        throw new IllegalStateException("stage fright");
      }
      calls.add("run");
      left--;
      return left == 0 ? Step.DONE : Step.MORE;
    }

    @Override
    public PartialAggregate finish() {
      calls.add("finish");
      return null;
    }

    @Override
    public Work work() {
      return Work.NONE;
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }
}
