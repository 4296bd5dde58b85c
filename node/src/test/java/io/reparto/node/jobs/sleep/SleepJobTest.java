package io.reparto.node.jobs.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparto.protocol.aggregate.MergeTree;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Step;
import io.reparto.protocol.job.Work;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SleepJobTest {

  @Test
  void givenTheServiceFile_whenLoadingJobs_thenSleepIsThere() {
    assertThat(Jobs.load(getClass().getClassLoader()).named("sleep")).isInstanceOf(SleepJob.class);
  }

  @Test
  void givenSecondsOrMillis_whenPlanning_thenBothGiveTheSameWait() {
    assertThat(plan(Map.of("tasks", List.of("3"), "seconds", List.of("10"))))
        .isEqualTo(plan(Map.of("tasks", List.of("3"), "millis", List.of("1e4"))))
        .isEqualTo(new SleepPlan(3, 10_000));
  }

  @Test
  void givenSecondsAndMillis_whenPlanning_thenTheJobIsRefused() {
    assertThatThrownBy(
            () ->
                plan(
                    Map.of("tasks", List.of("3"), "seconds", List.of("1"), "millis", List.of("2"))))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("--millis and --seconds exclude each other");
  }

  @Test
  void givenNoTasksOrTooMany_whenPlanning_thenTheJobIsRefused() {
    assertThatThrownBy(() -> plan(Map.of()))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("--tasks is required");
    assertThatThrownBy(() -> plan(Map.of("tasks", List.of("1e10"))))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("--tasks must be a whole number");
  }

  @Test
  void givenTasksThatDoNothing_whenRunning_thenEachIsDoneAtOnceAndCounted() {
    Plan plan = plan(Map.of("tasks", List.of("1000")));
    var tree = new MergeTree(plan.taskCount());
    try (Kernel kernel = plan.openKernel()) {
      for (int task = 0; task < plan.taskCount(); task++) {
        kernel.begin(plan.partition(task));
        assertThat(kernel.run(() -> false)).isEqualTo(Step.DONE);
        assertThat(kernel.work()).isEqualTo(new Work(1, 0));
        tree.add(TaskRun.leaf(task), kernel.finish());
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }

    JobResult result = plan.finish(tree.root().orElseThrow());

    assertThat(result).isEqualTo(new JobResult(List.of(LongColumn.of("tasks", 1000))));
  }

  @Test
  void givenATaskThatWaits_whenCalledTooEarly_thenItAsksForTheRest() {
    var kernel = new SleepKernel(Duration.ofDays(1));
    kernel.begin(new SleepTask(0));

    Step first = kernel.run(() -> false);
    Step second = kernel.run(() -> false);

    assertThat(first).isEqualTo(Step.waitFor(Duration.ofDays(1)));
    assertThat(second).isInstanceOf(Step.Wait.class);
    assertThat(((Step.Wait) second).duration()).isLessThanOrEqualTo(Duration.ofDays(1));
    assertThat(kernel.work()).isEqualTo(Work.NONE);
  }

  @Test
  void givenATaskWhoseWaitIsOver_whenCalledAgain_thenItIsDone() {
    var kernel = new SleepKernel(Duration.ofNanos(1));
    kernel.begin(new SleepTask(0));

    Step step = kernel.run(() -> false);
    while (step != Step.DONE) {
      step = kernel.run(() -> false);
    }

    assertThat(kernel.work()).isEqualTo(new Work(1, 0));
  }

  private static Plan plan(Map<String, List<String>> arguments) {
    return new SleepJob().plan(new JobSpec("sleep", arguments));
  }
}
