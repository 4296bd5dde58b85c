package io.reparto.node.cluster.simulation;

import java.time.Duration;

/**
 * What is simulated.
 *
 * @param slots of all workers
 * @param slotsPerWorker of each but perhaps the last
 * @param workPerSlot how long each slot computes if all is shared evenly: with the number of tasks
 *     it gives their mean length
 * @param spread sigma of the lognormal lengths of tasks; 0 for equal ones
 * @param slowWorkers share of the workers that run at a tenth of the speed
 * @param failingTasks share of the tasks that fail when first tried
 * @param dyingWorkers share of the workers that are lost while the job runs
 * @param delay of a message
 * @param notice how long after its death a worker is missed
 * @param takesTime whether the processor time of the coordinator passes in virtual time; if not,
 *     all follows from the seed
 * @param patience the most real time that the job may take
 */
record Scale(
    int slots,
    int slotsPerWorker,
    int tasks,
    Duration workPerSlot,
    double spread,
    double slowWorkers,
    double failingTasks,
    double dyingWorkers,
    Duration delay,
    Duration notice,
    long seed,
    boolean takesTime,
    Duration patience) {

  int workers() {
    return (slots + slotsPerWorker - 1) / slotsPerWorker;
  }

  int slotsOf(int worker) {
    return Math.min(slotsPerWorker, slots - worker * slotsPerWorker);
  }

  /** The mean length of a task on a worker of full speed. */
  long meanTaskNanos() {
    return (long) ((double) workPerSlot.toNanos() * slots / tasks);
  }
}
