package io.reparto.node.cluster.model;

import io.reparto.protocol.aggregate.MergeTree;
import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.Operator;
import io.reparto.protocol.job.Parameter;
import io.reparto.protocol.job.Partition;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.TextColumn;
import io.reparto.protocol.job.Work;
import java.util.List;
import java.util.Map;

/** Merges text with brackets, so that its result shows every merge and its order. */
public final class ModelJob implements Job {

  /**
   * A job of a schedule.
   *
   * @param number of the job in the schedule, from 0
   */
  static JobSpec spec(int number, int tasks) {
    return new JobSpec(
        "model",
        Map.of(
            "number", List.of(Integer.toString(number)),
            "tasks", List.of(Integer.toString(tasks))));
  }

  /** What one thread gets that runs the tasks one after the other. */
  static String sequentialText(int tasks) {
    if (tasks == 0) {
      return "";
    }
    var tree = new MergeTree(tasks);
    for (int task = 0; task < tasks; task++) {
      tree.add(TaskRun.leaf(task), Brackets.of(task));
    }
    return ((Brackets) tree.root().orElseThrow()).text();
  }

  static JobResult result(String text) {
    return new JobResult(List.of(TextColumn.of("text", List.of(text))));
  }

  @Override
  public String name() {
    return "model";
  }

  @Override
  public String summary() {
    return "brackets";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.required("number", "N", Parameter.Kind.ONE, "Which job of the schedule."),
        Parameter.required("tasks", "N", Parameter.Kind.ONE, "How many."));
  }

  @Override
  public Plan plan(JobSpec spec) {
    return new ModelPlan(
        spec.wholeNumber("number", 0, 1_000).orElseThrow().intValue(),
        spec.wholeNumber("tasks", 0, 1_000_000).orElseThrow().intValue());
  }

  @Override
  public List<Class<?>> wireTypes() {
    return List.of(ModelPlan.class, Brackets.class);
  }

  /** Immutable, so that a partial that is kept may be merged as well. */
  record Brackets(String text) implements PartialAggregate {
    static Brackets of(int task) {
      return new Brackets(Integer.toString(task));
    }

    @Override
    public PartialAggregate merge(PartialAggregate right) {
      return new Brackets("(" + text + " " + ((Brackets) right).text + ")");
    }

    @Override
    public long sizeBytes() {
      return text.length();
    }
  }

  private record Range(int task) implements Partition {
    @Override
    public String describe() {
      return "task " + task;
    }
  }

  record ModelPlan(int number, int taskCount) implements Plan {
    @Override
    public Partition partition(int task) {
      return new Range(task);
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
      return Model.ofThread().openKernel(number);
    }

    @Override
    public PartialAggregate identity() {
      return new Brackets("");
    }

    @Override
    public String preview(List<PartialAggregate> partials) {
      return "partials=" + partials.size();
    }

    @Override
    public JobResult finish(PartialAggregate root) {
      return result(((Brackets) root).text());
    }

    @Override
    public List<Operator> operators() {
      return List.of();
    }
  }
}
