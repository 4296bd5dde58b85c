package io.reparto.coordinator;

import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.job.InputUnavailableException;
import io.reparto.protocol.job.InvalidJobException;
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
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Merges text with brackets, so that its result shows every merge; {@code --fault} names a step
 * that throws. The tests are its workers: it has no kernel.
 */
public final class BracketJob implements Job {

  public static JobSpec spec(int tasks) {
    return new JobSpec("bracket", Map.of("tasks", List.of(Integer.toString(tasks))));
  }

  public static JobSpec faulty(int tasks, String fault) {
    return new JobSpec(
        "bracket", Map.of("tasks", List.of(Integer.toString(tasks)), "fault", List.of(fault)));
  }

  @Override
  public String name() {
    return "bracket";
  }

  @Override
  public String summary() {
    return "brackets";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.required("tasks", "N", Parameter.Kind.ONE, "How many."),
        Parameter.optional("fault", "STEP", Parameter.Kind.ONE, "What throws."));
  }

  @Override
  public Plan plan(JobSpec spec) throws IOException {
    String fault = spec.value("fault").orElse("");
    switch (fault) {
      case "invalid" -> throw new InvalidJobException("no such column: name=x");
      case "defect" -> throw new IllegalStateException("a defect");
      case "input" -> throw new InputUnavailableException("x.csv", "no such file");
      case "io" -> throw new IOException("no such file");
      default -> {
        int tasks = spec.wholeNumber("tasks", -1, Plan.MAX_TASKS).orElseThrow().intValue();
        return new BracketPlan(tasks, fault);
      }
    }
  }

  @Override
  public List<Class<?>> wireTypes() {
    return List.of(BracketPlan.class, Brackets.class);
  }

  record Brackets(String text, String fault) implements PartialAggregate {
    @Override
    public PartialAggregate merge(PartialAggregate right) {
      throwIf("merge", fault);
      return new Brackets("(" + text + ((Brackets) right).text + ")", fault);
    }

    @Override
    public long sizeBytes() {
      return text.length();
    }
  }

  private static void throwIf(String step, String fault) {
    if (step.equals(fault)) {
      throw new IllegalStateException("fault in " + step);
    }
  }

  record Range(int task, String describe) implements Partition {}

  record BracketPlan(int taskCount, String fault) implements Plan {
    @Override
    public Partition partition(int task) {
      throwIf("partition", fault);
      return new Range(task, "range " + task);
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
      throw new AssertionError("the test is the worker");
    }

    @Override
    public PartialAggregate identity() {
      return new Brackets("", "");
    }

    @Override
    public String preview(List<PartialAggregate> partials) {
      throwIf("preview", fault);
      return "partials=" + partials.size();
    }

    @Override
    public JobResult finish(PartialAggregate root) {
      throwIf("finish", fault);
      return new JobResult(List.of(TextColumn.of("text", List.of(((Brackets) root).text()))));
    }

    @Override
    public List<Operator> operators() {
      return List.of();
    }
  }
}
