package io.reparto.node.runtime;

import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.job.DoubleColumn;
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
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sums 1 / (task + 1) in doubles, so that any other order of merging shows in the last bits;
 * padding makes the partial large, and a task can be told to misbehave.
 */
public final class HarmonicJob implements Job {
  /** How often each task named "run/task" was begun, over the whole test JVM. */
  static final ConcurrentHashMap<String, AtomicInteger> BEGUN = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "harmonic";
  }

  @Override
  public String summary() {
    return "sums 1 / (task + 1)";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.required("tasks", "N", Parameter.Kind.ONE, "how many"),
        Parameter.optional("padding", "BYTES", Parameter.Kind.ONE, "size of a partial"),
        Parameter.optional("bad-task", "N", Parameter.Kind.ONE, "which task misbehaves"),
        Parameter.optional(
            "behaviour", "NAME", Parameter.Kind.ONE, "throw, error, overflow, invalid or endless"),
        Parameter.optional("times", "N", Parameter.Kind.ONE, "how often it misbehaves"),
        Parameter.optional("run", "NAME", Parameter.Kind.ONE, "tells runs apart in BEGUN"));
  }

  @Override
  public Plan plan(JobSpec spec) {
    return new HarmonicPlan(
        spec.wholeNumber("tasks", 0, Plan.MAX_TASKS).orElseThrow().intValue(),
        spec.wholeNumber("padding", 0, 1 << 28).orElse(0L).intValue(),
        spec.wholeNumber("bad-task", 0, Plan.MAX_TASKS).orElse(-1L).intValue(),
        spec.value("behaviour").orElse(""),
        spec.wholeNumber("times", 0, 1000).orElse(1000L).intValue(),
        spec.value("run").orElse(""));
  }

  @Override
  public List<Class<?>> wireTypes() {
    return List.of(HarmonicPlan.class, Sum.class);
  }

  record HarmonicPlan(
      int taskCount, int padding, int badTask, String behaviour, int times, String run)
      implements Plan {
    @Override
    public Partition partition(int task) {
      return new Term(task);
    }

    @Override
    public Work total() {
      return new Work(taskCount, 0);
    }

    @Override
    public String unit() {
      return "terms";
    }

    @Override
    public Kernel openKernel() {
      return new TermKernel(this);
    }

    @Override
    public PartialAggregate identity() {
      return new Sum(0, new byte[0]);
    }

    @Override
    public String preview(List<PartialAggregate> partials) {
      return partials.size() + " partials";
    }

    @Override
    public JobResult finish(PartialAggregate root) {
      return new JobResult(List.of(DoubleColumn.of("sum", ((Sum) root).sum)));
    }

    @Override
    public List<Operator> operators() {
      return List.of();
    }
  }

  record Term(int task) implements Partition {
    @Override
    public String describe() {
      return "term " + task;
    }
  }

  static final class Sum implements PartialAggregate {
    double sum;
    byte[] padding;

    @SuppressWarnings("unused") // for the serializer
    private Sum() {}

    Sum(double sum, byte[] padding) {
      this.sum = sum;
      this.padding = padding;
    }

    @Override
    public PartialAggregate merge(PartialAggregate right) {
      sum += ((Sum) right).sum;
      return this;
    }

    @Override
    public long sizeBytes() {
      return 8L + padding.length;
    }
  }

  private static final class TermKernel implements Kernel {
    private final HarmonicPlan plan;
    private int task;
    private int begun;

    TermKernel(HarmonicPlan plan) {
      this.plan = plan;
    }

    @Override
    public void begin(Partition partition) {
      task = partition.task();
      begun =
          BEGUN
              .computeIfAbsent(plan.run() + "/" + task, key -> new AtomicInteger())
              .incrementAndGet();
    }

    @Override
    public Step run(Slice slice) {
      if (task == plan.badTask() && begun <= plan.times()) {
        return misbehave(slice);
      }
      return Step.DONE;
    }

    private Step misbehave(Slice slice) {
      switch (plan.behaviour()) {
        case "throw" -> throw new IllegalStateException("told to: task=" + task);
        case "error" -> throw new AssertionError("told to: task=" + task);
        case "overflow" -> throw new StackOverflowError();
        case "invalid" ->
            throw new io.reparto.protocol.job.InvalidJobException("bad term: task=" + task);
        default -> {
          while (!slice.isOver()) {
            Thread.onSpinWait();
          }
          return Step.MORE;
        }
      }
    }

    @Override
    public PartialAggregate finish() {
      return new Sum(1.0 / (task + 1), new byte[plan.padding()]);
    }

    @Override
    public Work work() {
      return new Work(1, 0);
    }

    @Override
    public void close() {}
  }
}
