package io.reparto.protocol.job;

import io.reparto.protocol.aggregate.PartialAggregate;
import java.util.List;

/**
 * A job split into numbered tasks. Immutable and thread-safe; sent to every worker that takes part,
 * so it holds ranges and functions, never one object per task.
 */
public interface Plan {

  /** Most tasks a plan may have: 2^30. */
  int MAX_TASKS = 1 << 30;

  /** How many tasks there are, 0 to {@link #MAX_TASKS}. Task i is leaf i of the merge tree. */
  int taskCount();

  /**
   * The slice of the input that task {@code task} (0 to taskCount - 1) owns, computed on demand.
   */
  Partition partition(int task);

  /** What the tasks hold together; lets progress show a fraction and an estimate. */
  Work total();

  /** The plural noun of {@link Work#units()}: rows, samples, tasks. */
  String unit();

  /** A new kernel for one slot, which will run many partitions with it, one after the other. */
  Kernel openKernel();

  /**
   * As {@link #openKernel()}, where jobs must not read everything: a kernel that reads files opens
   * them by {@code roots}.
   */
  default Kernel openKernel(InputRoots roots) {
    return openKernel();
  }

  /** The aggregate of no tasks at all: the result's base when the plan is empty. */
  PartialAggregate identity();

  /**
   * The answer so far in a few words for a progress line, such as {@code pi 3.14159 ± 0.00002};
   * empty when there is nothing to say yet. Must be quick: it is asked for several times a second.
   *
   * @param partials disjoint partials in task order; only read, and only during this call
   */
  String preview(List<PartialAggregate> partials);

  /**
   * Turns the root of the merge tree into the result.
   *
   * @param root may be consumed
   * @throws InvalidJobException if the merged input proves to be invalid as a whole
   */
  JobResult finish(PartialAggregate root);

  /**
   * Remarks on the finished run for the user, such as how many rows were skipped; only reads {@code
   * root}.
   */
  default List<String> remarks(PartialAggregate root) {
    return List.of();
  }

  /** The stages as operators from input to result, for {@code explain}. */
  List<Operator> operators();
}
