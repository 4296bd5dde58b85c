package io.reparto.node.endtoend;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A plug-in that users should not write: one of its tasks does what ends a JVM. */
public final class PoisonJob implements Job {

  @Override
  public String name() {
    return "poison";
  }

  @Override
  public String summary() {
    return "ends JVMs";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.required("tasks", "N", Parameter.Kind.ONE, "How many."),
        Parameter.required("culprit", "TASK", Parameter.Kind.ONE, "Which of them."),
        Parameter.required("deed", "exit|halt|memory|stack", Parameter.Kind.ONE, "What it does."));
  }

  @Override
  public Plan plan(JobSpec spec) {
    return new PoisonPlan(
        (int) (long) spec.wholeNumber("tasks", 0, 1 << 20).orElseThrow(),
        (int) (long) spec.wholeNumber("culprit", 0, 1 << 20).orElseThrow(),
        spec.requiredValue("deed"));
  }

  @Override
  public List<Class<?>> wireTypes() {
    return List.of(PoisonPlan.class, Done.class);
  }

  record Done(long count) implements PartialAggregate {
    @Override
    public PartialAggregate merge(PartialAggregate right) {
      return new Done(count + ((Done) right).count());
    }

    @Override
    public long sizeBytes() {
      return Long.BYTES;
    }
  }

  record Numbered(int task) implements Partition {
    @Override
    public String describe() {
      return "poison " + task;
    }
  }

  record PoisonPlan(int taskCount, int culprit, String deed) implements Plan {
    @Override
    public Partition partition(int task) {
      return new Numbered(task);
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
      return new PoisonKernel(culprit, deed);
    }

    @Override
    public PartialAggregate identity() {
      return new Done(0);
    }

    @Override
    public String preview(List<PartialAggregate> partials) {
      return "";
    }

    @Override
    public JobResult finish(PartialAggregate root) {
      return new JobResult(List.of(LongColumn.of("tasks", ((Done) root).count())));
    }

    @Override
    public List<Operator> operators() {
      return List.of(new Operator("poison", Map.of("deed", deed)));
    }
  }

  private static final class PoisonKernel implements Kernel {
    private final int culprit;
    private final String deed;
    private int task;
    private boolean waited;

    PoisonKernel(int culprit, String deed) {
      this.culprit = culprit;
      this.deed = deed;
    }

    @Override
    public void begin(Partition partition) {
      task = ((Numbered) partition).task();
      waited = false;
    }

    @Override
    public Step run(Slice slice) {
      if (!waited) {
        waited = true;
        return Step.waitFor(Duration.ofMillis(100));
      }
      if (task == culprit) {
        act();
      }
      return Step.DONE;
    }

    private void act() {
      switch (deed) {
        case "exit" -> System.exit(0);
        case "halt" -> Runtime.getRuntime().halt(0);
        case "memory" -> {
          var all = new ArrayList<byte[]>();
          while (all.size() < Integer.MAX_VALUE) {
            all.add(new byte[1 << 20]);
          }
        }
        default -> recurse(0);
      }
    }

    private static int recurse(int depth) {
      return depth < 0 ? depth : recurse(depth + 1) + 1; // the stack ends before the numbers do
    }

    @Override
    public PartialAggregate finish() {
      return new Done(1);
    }

    @Override
    public Work work() {
      return new Work(1, 0);
    }

    @Override
    public void close() {}
  }
}
