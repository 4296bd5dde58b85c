package io.reparto.node.cluster.model;

import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.job.InputUnavailableException;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.Partition;
import io.reparto.protocol.job.Slice;
import io.reparto.protocol.job.Step;
import io.reparto.protocol.job.Work;
import java.time.Duration;

/** Takes virtual time: by waiting, or by keeping its thread. */
final class ModelKernel implements Kernel {
  private static final long STEP_NANOS = 1_000_000;

  /** Carries no stack: there are many. */
  private static final class TaskFault extends RuntimeException {
    TaskFault(int task) {
      super("told to: task=" + task, null, false, false);
    }
  }

  /**
   * How one execution of a task goes.
   *
   * @param waits else it keeps its thread
   */
  record Execution(Duration lasts, boolean waits, boolean fails) {}

  private final Model model;
  private final int job;
  private final WorkerHost host;
  private int task;
  private Execution execution;
  private long leftNanos;

  ModelKernel(Model model, int job, WorkerHost host) {
    this.model = model;
    this.job = job;
    this.host = host;
  }

  @Override
  public void begin(Partition partition) {
    task = partition.task();
    if (model.isBlind(job, host)) {
      throw new InputUnavailableException("input", "told to");
    }
    execution = model.begin(job, task, host);
    leftNanos = execution.lasts().toNanos();
  }

  @Override
  public Step run(Slice slice) {
    if (execution.waits() && leftNanos > 0) {
      leftNanos = 0;
      return Step.waitFor(execution.lasts());
    }
    while (leftNanos > 0) {
      if (slice.isOver()) {
        return Step.MORE;
      }
      leftNanos -= STEP_NANOS;
      model.engine.time.burn(STEP_NANOS);
    }
    if (execution.fails()) {
      throw new TaskFault(task);
    }
    return Step.DONE;
  }

  @Override
  public PartialAggregate finish() {
    return ModelJob.Brackets.of(task);
  }

  @Override
  public Work work() {
    return new Work(1, 0);
  }

  @Override
  public void close() {
    host.closed(this);
  }
}
