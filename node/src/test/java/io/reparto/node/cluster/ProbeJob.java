package io.reparto.node.cluster;

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
import io.reparto.protocol.job.Slice;
import io.reparto.protocol.job.Step;
import io.reparto.protocol.job.Work;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tasks that wait for a time, or never end: then every other kernel computes and the rest wait.
 * Tells, over the whole test JVM, which tasks were begun in which order, how many kernels are at
 * work and when one was last closed.
 */
public final class ProbeJob implements Job {
  /** The tag of the job of each task begun. */
  static final Queue<String> BEGUN = new ConcurrentLinkedQueue<>();

  static final AtomicInteger AT_WORK = new AtomicInteger();
  static final AtomicLong CLOSED_NANOS = new AtomicLong();

  private static final AtomicInteger OPENED = new AtomicInteger();

  static JobSpec waiting(String tag, int tasks, int millis) {
    return new JobSpec(
        "probe",
        Map.of("tag", List.of(tag), "tasks", List.of("" + tasks), "millis", List.of("" + millis)));
  }

  static JobSpec endless(String tag, int tasks) {
    return new JobSpec("probe", Map.of("tag", List.of(tag), "tasks", List.of("" + tasks)));
  }

  @Override
  public String name() {
    return "probe";
  }

  @Override
  public String summary() {
    return "waits, or never ends";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.required("tag", "NAME", Parameter.Kind.ONE, "tells jobs apart"),
        Parameter.required("tasks", "N", Parameter.Kind.ONE, "how many"),
        Parameter.optional("millis", "N", Parameter.Kind.ONE, "how long each waits"));
  }

  @Override
  public Plan plan(JobSpec spec) {
    return new Probes(
        spec.requiredValue("tag"),
        spec.wholeNumber("tasks", 1, Plan.MAX_TASKS).orElseThrow().intValue(),
        spec.wholeNumber("millis", 0, 1 << 20).orElse(-1L));
  }

  @Override
  public List<Class<?>> wireTypes() {
    return List.of(Probes.class, Count.class);
  }

  /**
   * The plan.
   *
   * @param millis negative for tasks that never end
   */
  record Probes(String tag, int taskCount, long millis) implements Plan {
    @Override
    public Partition partition(int task) {
      return new Index(task);
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
      return new ProbeKernel(this);
    }

    @Override
    public PartialAggregate identity() {
      return new Count(0);
    }

    @Override
    public String preview(List<PartialAggregate> partials) {
      return "";
    }

    @Override
    public JobResult finish(PartialAggregate root) {
      return new JobResult(List.of(LongColumn.of("tasks", ((Count) root).tasks())));
    }

    @Override
    public List<Operator> operators() {
      return List.of();
    }
  }

  record Index(int task) implements Partition {
    @Override
    public String describe() {
      return "task " + task;
    }
  }

  record Count(long tasks) implements PartialAggregate {
    @Override
    public PartialAggregate merge(PartialAggregate right) {
      return new Count(tasks + ((Count) right).tasks);
    }

    @Override
    public long sizeBytes() {
      return Long.BYTES;
    }
  }

  private static final class ProbeKernel implements Kernel {
    private final Probes plan;
    private final boolean computes = OPENED.getAndIncrement() % 2 == 0;
    private boolean atWork;
    private boolean waited;

    ProbeKernel(Probes plan) {
      this.plan = plan;
    }

    @Override
    public void begin(Partition partition) {
      BEGUN.add(plan.tag());
      waited = false;
      if (!atWork) {
        atWork = true;
        AT_WORK.incrementAndGet();
      }
    }

    @Override
    public Step run(Slice slice) {
      if (plan.millis() < 0) {
        return endless(slice);
      }
      if (waited || plan.millis() == 0) {
        return Step.DONE;
      }
      waited = true;
      return new Step.Wait(Duration.ofMillis(plan.millis()));
    }

    private Step endless(Slice slice) {
      if (!computes) {
        return new Step.Wait(Duration.ofHours(1));
      }
      while (!slice.isOver()) {
        Thread.onSpinWait();
      }
      return Step.MORE;
    }

    @Override
    public PartialAggregate finish() {
      return new Count(1);
    }

    @Override
    public Work work() {
      return new Work(1, 0);
    }

    @Override
    public void close() {
      CLOSED_NANOS.set(System.nanoTime());
      if (atWork) {
        AT_WORK.decrementAndGet();
      }
    }
  }
}
