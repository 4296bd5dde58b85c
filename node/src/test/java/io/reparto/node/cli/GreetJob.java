package io.reparto.node.cli;

import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.Operator;
import io.reparto.protocol.job.Parameter;
import io.reparto.protocol.job.Partition;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Slice;
import io.reparto.protocol.job.Step;
import io.reparto.protocol.job.Work;
import java.util.List;
import java.util.Map;

/** A job with a parameter of every kind. Its tasks do nothing. */
public final class GreetJob implements Job {

  @Override
  public String name() {
    return "greet";
  }

  @Override
  public String summary() {
    return "says 100% hello";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.required("times", "N", Parameter.Kind.ONE, "How often; 5% more is fine."),
        Parameter.optional("input", "PATH", Parameter.Kind.MANY, "Files."),
        Parameter.optional("names", "NAME", Parameter.Kind.LIST, "Whom."),
        Parameter.withDefault("tone", "loud|soft", "soft", "How."),
        Parameter.flag("twice", "Say it again."));
  }

  @Override
  public Plan plan(JobSpec spec) {
    int tasks = (int) (long) spec.wholeNumber("times", 0, 1 << 20).orElseThrow();
    if (!spec.values("input").isEmpty()) {
      throw new InvalidJobException("no such file: path=" + spec.values("input").get(0));
    }
    return new GreetPlan(tasks, spec.requiredValue("tone"));
  }

  @Override
  public List<Class<?>> wireTypes() {
    return List.of(GreetPlan.class, Greetings.class);
  }

  record Greetings(long count) implements PartialAggregate {
    @Override
    public PartialAggregate merge(PartialAggregate right) {
      return new Greetings(count + ((Greetings) right).count());
    }

    @Override
    public long sizeBytes() {
      return Long.BYTES;
    }
  }

  record Greeting(int task) implements Partition {
    @Override
    public String describe() {
      return "greeting \"" + task + '"';
    }
  }

  record GreetPlan(int taskCount, String tone) implements Plan {
    @Override
    public Partition partition(int task) {
      return new Greeting(task);
    }

    @Override
    public Work total() {
      return new Work(Work.UNKNOWN, 1000L * taskCount);
    }

    @Override
    public String unit() {
      return "greetings";
    }

    @Override
    public Kernel openKernel() {
      return new GreetKernel();
    }

    @Override
    public PartialAggregate identity() {
      return new Greetings(0);
    }

    @Override
    public String preview(List<PartialAggregate> partials) {
      return "";
    }

    @Override
    public JobResult finish(PartialAggregate root) {
      return new JobResult(List.of(LongColumn.of("greetings", ((Greetings) root).count())));
    }

    @Override
    public List<Operator> operators() {
      return List.of(new Operator("greet", Map.of("tone", tone)), new Operator("count", Map.of()));
    }
  }

  private static final class GreetKernel implements Kernel {
    @Override
    public void begin(Partition partition) {}

    @Override
    public Step run(Slice slice) {
      return Step.DONE;
    }

    @Override
    public PartialAggregate finish() {
      return new Greetings(1);
    }

    @Override
    public Work work() {
      return new Work(1, 1000);
    }

    @Override
    public void close() {}
  }
}
