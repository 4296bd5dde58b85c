package io.reparto.node.cli.explain;

import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Operator;
import io.reparto.protocol.job.Partition;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Work;
import java.util.ArrayList;
import java.util.List;

/**
 * What is shown of a plan.
 *
 * @param operators from input to result
 * @param mergeDepth levels of the merge tree above its leaves: ⌈log₂ tasks⌉
 * @param examples the first partitions and the last, in task order
 */
record PlanView(
    JobSpec spec,
    int tasks,
    Work total,
    String unit,
    int mergeDepth,
    List<Operator> operators,
    List<Partition> examples) {

  private static final int FIRST_EXAMPLES = 3;

  /** Up to so many tasks all partitions are shown. */
  static final int FEW_TASKS = 8;

  static PlanView of(JobSpec spec, Plan plan) {
    int tasks = plan.taskCount();
    int depth = tasks < 2 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(tasks - 1);
    var examples = new ArrayList<Partition>();
    for (int task = 0; task < (tasks <= FEW_TASKS ? tasks : FIRST_EXAMPLES); task++) {
      examples.add(plan.partition(task));
    }
    if (tasks > FEW_TASKS) {
      examples.add(plan.partition(tasks - 1));
    }
    return new PlanView(
        spec, tasks, plan.total(), plan.unit(), depth, plan.operators(), List.copyOf(examples));
  }

  /** How many partitions are not among the examples. */
  int omitted() {
    return tasks - examples.size();
  }
}
