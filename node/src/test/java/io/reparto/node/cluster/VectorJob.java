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
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Adds up vectors that are the same for every task, so that partials are large whatever they cover.
 * Knows which of them are still in memory, over the whole test JVM, and lets a test stop the
 * coordinator's merging.
 */
public final class VectorJob implements Job {
  /** Of one vector. */
  static final int BYTES = 1 << 20;

  /** Tasks that have ended. */
  static final AtomicInteger FINISHED = new AtomicInteger();

  private static final long MOST_WAIT_SECONDS = 60;
  private static final Queue<WeakReference<Vector>> MADE = new ConcurrentLinkedQueue<>();
  private static volatile CountDownLatch mergingAllowed = new CountDownLatch(0);

  /** From now on the coordinator's merges wait, until the latch is counted down. */
  static CountDownLatch stopMerging() {
    mergingAllowed = new CountDownLatch(1);
    return mergingAllowed;
  }

  /** How many vectors cannot be collected. */
  static long inMemory() {
    System.gc();
    MADE.removeIf(vector -> vector.get() == null);
    return MADE.size();
  }

  static JobSpec spec(int tasks) {
    return new JobSpec("vectors", java.util.Map.of("tasks", List.of("" + tasks)));
  }

  @Override
  public String name() {
    return "vectors";
  }

  @Override
  public String summary() {
    return "adds up vectors";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(Parameter.required("tasks", "N", Parameter.Kind.ONE, "how many"));
  }

  @Override
  public Plan plan(JobSpec spec) {
    return new Vectors(spec.wholeNumber("tasks", 1, Plan.MAX_TASKS).orElseThrow().intValue());
  }

  @Override
  public List<Class<?>> wireTypes() {
    return List.of(Vectors.class, Vector.class);
  }

  record Vectors(int taskCount) implements Plan {
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
      return "vectors";
    }

    @Override
    public Kernel openKernel() {
      return new Maker();
    }

    @Override
    public PartialAggregate identity() {
      return new Vector(new long[BYTES / Long.BYTES]);
    }

    @Override
    public String preview(List<PartialAggregate> partials) {
      return "";
    }

    @Override
    public JobResult finish(PartialAggregate root) {
      return new JobResult(List.of(LongColumn.of("sums", ((Vector) root).values)));
    }

    @Override
    public List<Operator> operators() {
      return List.of();
    }
  }

  record Index(int task) implements Partition {
    @Override
    public String describe() {
      return "vector " + task;
    }
  }

  static final class Vector implements PartialAggregate {
    long[] values;

    @SuppressWarnings("unused") // for the serializer
    private Vector() {
      MADE.add(new WeakReference<>(this));
    }

    Vector(long[] values) {
      this();
      this.values = values;
    }

    @Override
    public PartialAggregate merge(PartialAggregate right) {
      if (Thread.currentThread().getName().contains("merge-dispatcher")) {
        awaitMerging();
      }
      for (int index = 0; index < values.length; index++) {
        values[index] += ((Vector) right).values[index];
      }
      return this;
    }

    private static void awaitMerging() {
      try {
        if (!mergingAllowed.await(MOST_WAIT_SECONDS, TimeUnit.SECONDS)) {
          throw new IllegalStateException("merging was never allowed");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public long sizeBytes() {
      return BYTES;
    }
  }

  private static final class Maker implements Kernel {
    private int task;

    @Override
    public void begin(Partition partition) {
      task = partition.task();
    }

    @Override
    public Step run(Slice slice) {
      return Step.DONE;
    }

    @Override
    public PartialAggregate finish() {
      FINISHED.incrementAndGet();
      var values = new long[BYTES / Long.BYTES];
      for (int index = 0; index < values.length; index++) {
        values[index] = (long) task * index;
      }
      return new Vector(values);
    }

    @Override
    public Work work() {
      return new Work(1, 0);
    }

    @Override
    public void close() {}
  }
}
