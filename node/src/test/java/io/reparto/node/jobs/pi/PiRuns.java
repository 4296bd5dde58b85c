package io.reparto.node.jobs.pi;

import io.reparto.protocol.aggregate.MergeTree;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Slice;
import io.reparto.protocol.job.Step;
import java.util.List;
import java.util.Map;

/** Runs plans of {@code pi} in the calling thread. */
final class PiRuns {
  static final Slice ENDLESS = () -> false;
  static final Slice OVER_AT_ONCE = () -> true;

  private PiRuns() {}

  static Plan plan(String kind, long samples, long seed) {
    return new PiJob()
        .plan(
            new JobSpec(
                "pi",
                Map.of(
                    "samples", List.of(Long.toString(samples)),
                    "seed", List.of(Long.toString(seed)),
                    "kernel", List.of(kind))));
  }

  static PiCount count(Plan plan, Slice slice) throws Exception {
    var tree = new MergeTree(plan.taskCount());
    try (Kernel kernel = plan.openKernel()) {
      for (int task = 0; task < plan.taskCount(); task++) {
        tree.add(TaskRun.leaf(task), countTask(plan, kernel, task, slice));
      }
    }
    return (PiCount) tree.root().orElseThrow();
  }

  static PiCount countTask(Plan plan, Kernel kernel, int task, Slice slice) throws Exception {
    kernel.begin(plan.partition(task));
    Step step;
    do {
      step = kernel.run(slice);
    } while (step != Step.DONE);
    return (PiCount) kernel.finish();
  }
}
