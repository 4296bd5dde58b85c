package io.reparto.node.jobs.sleep;

import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.Partition;
import io.reparto.protocol.job.Slice;
import io.reparto.protocol.job.Step;
import io.reparto.protocol.job.Work;
import java.time.Duration;

/** Waits for the time planned, holding no thread, and counts the task. */
final class SleepKernel implements Kernel {
  private static final Work ONE_TASK = new Work(1, 0);

  private final Step wholeWait;
  private final long waitNanos;
  private long deadlineNanos;
  private boolean started;
  private boolean done;

  SleepKernel(Duration wait) {
    this.waitNanos = wait.toNanos();
    this.wholeWait = Step.waitFor(wait);
  }

  @Override
  public void begin(Partition partition) {
    started = false;
    done = false;
  }

  @Override
  public Step run(Slice slice) {
    if (waitNanos == 0) {
      done = true;
      return Step.DONE;
    }
    if (!started) {
      started = true;
      deadlineNanos = System.nanoTime() + waitNanos;
      return wholeWait;
    }
    long remainingNanos = deadlineNanos - System.nanoTime();
    if (remainingNanos > 0) {
      return Step.waitFor(Duration.ofNanos(remainingNanos)); // called again too early
    }
    done = true;
    return Step.DONE;
  }

  @Override
  public PartialAggregate finish() {
    return TaskCount.ONE;
  }

  @Override
  public Work work() {
    return done ? ONE_TASK : Work.NONE;
  }

  @Override
  public void close() {}
}
