package io.reparto.node.jobs.sleep;

import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.Operator;
import io.reparto.protocol.job.Partition;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Work;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Tasks that each wait equally long.
 *
 * @param waitMillis how long each task waits; with 0 it does nothing at all
 */
record SleepPlan(int taskCount, long waitMillis) implements Plan {

  @Override
  public Partition partition(int task) {
    return new SleepTask(task);
  }

  @Override
  public Work total() {
    return new Work(taskCount, 0);
  }

  @Override
  public String unit() {
    return "tasks";
  }

  @Override
  public Kernel openKernel() {
    return new SleepKernel(Duration.ofMillis(waitMillis));
  }

  @Override
  public PartialAggregate identity() {
    return TaskCount.NONE;
  }

  @Override
  public String preview(List<PartialAggregate> partials) {
    return ""; // the count is the progress bar's own
  }

  @Override
  public JobResult finish(PartialAggregate root) {
    return new JobResult(List.of(LongColumn.of("tasks", ((TaskCount) root).tasks())));
  }

  @Override
  public List<Operator> operators() {
    String each = waitMillis == 0 ? "nothing" : waitMillis + " ms";
    return List.of(new Operator("wait", Map.of("each", each)), new Operator("count", Map.of()));
  }
}
