package io.reparto.node.cli;

import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Slice;
import io.reparto.protocol.job.Step;
import java.util.function.BooleanSupplier;

/**
 * Runs a job's first tasks while the runtime starts, and throws away what comes of it: a start
 * leaves half a core idle, and by the time the slots begin the JIT knows the kernel's loops.
 */
final class Rehearsal {

  /** Short, for the slots are about to need the core. */
  private static final long SLICE_NANOS = 2_000_000;

  private Rehearsal() {}

  /**
   * Begins in a thread of its own, if the job {@linkplain Job#canBeRehearsed can be rehearsed}.
   *
   * @param over asked from that thread
   */
  static void begin(Job job, JobSpec spec, BooleanSupplier over) {
    if (!job.canBeRehearsed()) {
      return;
    }
    var thread = new Thread(() -> runUntil(over, job, spec), "rehearsal");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Returns when it is over, when no task is left, or when one fails, which the run itself tells.
   */
  static void runUntil(BooleanSupplier over, Job job, JobSpec spec) {
    try {
      Plan plan = job.plan(spec);
      try (Kernel kernel = plan.openKernel()) {
        for (int task = 0; task < plan.taskCount() && !over.getAsBoolean(); task++) {
          kernel.begin(plan.partition(task));
          Step step = Step.MORE;
          while (step == Step.MORE && !over.getAsBoolean()) {
            step = kernel.run(Slice.ofNanos(SLICE_NANOS));
          }
          if (step != Step.DONE) {
            return;
          }
          kernel.finish();
        }
      }
    } catch (Exception | Error e) {
      // The run meets it as well, and says so.
    }
  }
}
