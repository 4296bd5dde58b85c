package io.reparto.protocol.serialization;

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

/** A job for what crosses a wire; it is never run. */
public record SampleJob(String name, List<Class<?>> wireTypes) implements Job {

  public SampleJob(String name) {
    this(name, List.of(SamplePlan.class, Sum.class));
  }

  @Override
  public String summary() {
    return "sample";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Plan plan(JobSpec spec) {
    return new SamplePlan(1, List.of());
  }

  /** Bytes of any number. */
  public record Sum(List<Double> values) implements PartialAggregate {
    @Override
    public PartialAggregate merge(PartialAggregate right) {
      return this;
    }

    @Override
    public long sizeBytes() {
      return 8L * values.size();
    }
  }

  /** Holds what plans hold. */
  public record SamplePlan(int taskCount, List<String> files) implements Plan {
    @Override
    public Partition partition(int task) {
      throw new AssertionError("never run");
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
    public Kernel openKernel() {
      throw new AssertionError("never run");
    }

    @Override
    public PartialAggregate identity() {
      return new Sum(List.of());
    }

    @Override
    public String preview(List<PartialAggregate> partials) {
      return "";
    }

    @Override
    public JobResult finish(PartialAggregate root) {
      return new JobResult(List.of(LongColumn.of("n", 1)));
    }

    @Override
    public List<Operator> operators() {
      return List.of();
    }
  }
}
