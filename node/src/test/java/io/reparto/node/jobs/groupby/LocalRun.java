package io.reparto.node.jobs.groupby;

import io.reparto.protocol.aggregate.MergeTree;
import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Slice;
import io.reparto.protocol.job.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a plan without actors: each thread takes runs of tasks, merges them in its own tree and
 * hands the finished subtrees to one more.
 */
final class LocalRun {
  private LocalRun() {}

  /** The root of the merge tree. */
  static PartialAggregate root(Plan plan, int threads, int tasksPerLease) {
    if (plan.taskCount() == 0) {
      return plan.identity();
    }
    var root = new MergeTree(plan.taskCount());
    var next = new AtomicInteger();
    var running = new ArrayList<CompletableFuture<Void>>();
    for (int i = 0; i < threads; i++) {
      running.add(
          CompletableFuture.runAsync(
              () -> work(plan, next, tasksPerLease, root), task -> new Thread(task).start()));
    }
    try {
      running.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      if (e.getCause() instanceof InvalidJobException invalid) {
        throw invalid;
      }
      throw e;
    }
    return root.root().orElseThrow();
  }

  private static void work(Plan plan, AtomicInteger next, int tasksPerLease, MergeTree root) {
    try (Kernel kernel = plan.openKernel()) {
      while (true) {
        int first = next.getAndAdd(tasksPerLease);
        if (first >= plan.taskCount()) {
          return;
        }
        var own = new MergeTree(plan.taskCount());
        for (int task = first; task < Math.min(first + tasksPerLease, plan.taskCount()); task++) {
          own.add(TaskRun.leaf(task), partial(kernel, plan, task));
        }
        for (MergeTree.Subtree subtree : own.drain()) {
          synchronized (root) {
            root.add(subtree.run(), subtree.partial());
          }
        }
      }
    } catch (InvalidJobException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static PartialAggregate partial(Kernel kernel, Plan plan, int task) throws Exception {
    kernel.begin(plan.partition(task));
    while (kernel.run(Slice.ofNanos(10_000_000)) != Step.DONE) {
      // the next slice
    }
    return kernel.finish();
  }

  /** The aggregates of all tasks in task order, each from a kernel that ran others before. */
  static List<PartialAggregate> leaves(Plan plan) throws Exception {
    var leaves = new ArrayList<PartialAggregate>();
    try (Kernel kernel = plan.openKernel()) {
      for (int task = 0; task < plan.taskCount(); task++) {
        leaves.add(partial(kernel, plan, task));
      }
    }
    return leaves;
  }

  static JobSpec spec(Map<String, List<String>> arguments) {
    return new JobSpec("groupby", arguments);
  }
}
