package io.reparto.node.cluster.simulation;

import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.Operator;
import io.reparto.protocol.job.Parameter;
import io.reparto.protocol.job.Partition;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Work;
import java.util.List;
import java.util.Map;

/** Adds up the numbers of its tasks, so that a task too few or too many shows in the result. */
public final class SumJob implements Job {

  static JobSpec spec(int tasks) {
    return new JobSpec("sum", Map.of("tasks", List.of(Integer.toString(tasks))));
  }

  /** Of the whole job. */
  static JobResult result(int tasks) {
    return result(Sum.of(0, tasks));
  }

  private static JobResult result(Sum sum) {
    return new JobResult(
        List.of(LongColumn.of("tasks", sum.tasks()), LongColumn.of("sum", sum.sum())));
  }

  @Override
  public String name() {
    return "sum";
  }

  @Override
  public String summary() {
    return "the sum of the tasks' numbers";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(Parameter.required("tasks", "N", Parameter.Kind.ONE, "How many."));
  }

  @Override
  public Plan plan(JobSpec spec) {
    return new SumPlan(spec.wholeNumber("tasks", 0, Plan.MAX_TASKS).orElseThrow().intValue());
  }

  @Override
  public List<Class<?>> wireTypes() {
    return List.of(SumPlan.class, Sum.class);
  }

  /** Immutable. */
  record Sum(long tasks, long sum) implements PartialAggregate {
    /** Of the tasks first (included) to end (excluded). */
    static Sum of(int first, int end) {
      long tasks = (long) end - first;
      return new Sum(tasks, (first + end - 1L) * tasks / 2);
    }

    @Override
    public PartialAggregate merge(PartialAggregate right) {
      return new Sum(tasks + ((Sum) right).tasks, sum + ((Sum) right).sum);
    }

    @Override
    public long sizeBytes() {
      return 2L * Long.BYTES;
    }
  }

  private record Single(int task) implements Partition {
    @Override
    public String describe() {
      return "task " + task;
    }
  }

  private record SumPlan(int taskCount) implements Plan {
    @Override
    public Partition partition(int task) {
      return new Single(task);
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
      throw new IllegalStateException("no slot runs it");
    }

    @Override
    public PartialAggregate identity() {
      return Sum.of(0, 0);
    }

    @Override
    public String preview(List<PartialAggregate> partials) {
      return "partials=" + partials.size();
    }

    @Override
    public JobResult finish(PartialAggregate root) {
      return result((Sum) root);
    }

    @Override
    public List<Operator> operators() {
      return List.of();
    }
  }
}
