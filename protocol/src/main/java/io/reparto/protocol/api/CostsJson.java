package io.reparto.protocol.api;

import io.reparto.protocol.message.Costs;
import io.reparto.protocol.message.JobCosts;
import java.util.List;

/**
 * What a job has cost, see {@link JobCosts}; times in seconds, summed over slots or threads.
 *
 * @param slots of the cluster
 * @param coordinatorMerge merging at the coordinator, and making the result
 */
public record CostsJson(int slots, double coordinatorMerge, List<WorkerJson> workers) {
  private static final double NANOS_PER_SECOND = 1e9;

  /** One worker's part, see {@link Costs}. */
  public record WorkerJson(
      String worker,
      int tasks,
      int leases,
      int partials,
      double queue,
      double handOver,
      double compute,
      double cpu,
      double merge,
      double encode,
      double transfer,
      double decode,
      long encodedBytes) {

    private static WorkerJson of(JobCosts.Worker worker) {
      Costs costs = worker.costs();
      return new WorkerJson(
          worker.worker(),
          worker.tasks(),
          worker.leases(),
          worker.partials(),
          seconds(costs.queueNanos()),
          seconds(costs.handOverNanos()),
          seconds(costs.computeNanos()),
          seconds(costs.cpuNanos()),
          seconds(costs.mergeNanos()),
          seconds(costs.encodeNanos()),
          seconds(costs.transferNanos()),
          seconds(costs.decodeNanos()),
          costs.encodedBytes());
    }

    private JobCosts.Worker toWorker() {
      return new JobCosts.Worker(
          worker,
          tasks,
          leases,
          partials,
          new Costs(
              nanos(queue),
              nanos(handOver),
              nanos(compute),
              nanos(cpu),
              nanos(merge),
              nanos(encode),
              nanos(transfer),
              nanos(decode),
              encodedBytes));
    }
  }

  public static CostsJson of(JobCosts costs) {
    return new CostsJson(
        costs.slots(),
        seconds(costs.mergeNanos()),
        costs.workers().stream().map(WorkerJson::of).toList());
  }

  /** The costs again. */
  public JobCosts toCosts() {
    return new JobCosts(
        slots, nanos(coordinatorMerge), workers.stream().map(WorkerJson::toWorker).toList());
  }

  private static double seconds(long nanos) {
    return nanos / NANOS_PER_SECOND;
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * NANOS_PER_SECOND);
  }
}
