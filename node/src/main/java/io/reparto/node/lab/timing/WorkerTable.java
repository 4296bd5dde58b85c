package io.reparto.node.lab.timing;

import static io.reparto.node.lab.MeasuredRun.seconds;

import io.reparto.node.lab.Rounding;
import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.TextColumn;
import io.reparto.protocol.message.Costs;
import io.reparto.protocol.message.JobCosts;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** What each worker did in a mean run: a row for each. */
public final class WorkerTable {
  private WorkerTable() {}

  /** The table. */
  public static JobResult of(Timing timing) {
    var sums = new TreeMap<String, JobCosts.Worker>();
    timing
        .runs()
        .forEach(
            run ->
                run.summary()
                    .costs()
                    .workers()
                    .forEach(one -> sums.merge(one.worker(), one, JobCosts.Worker::plus)));
    List<JobCosts.Worker> workers = List.copyOf(sums.values());
    int runs = timing.runs().size();
    return new JobResult(
        List.of(
            TextColumn.of("worker", workers.stream().map(JobCosts.Worker::worker).toList()),
            mean("tasks", workers, runs, JobCosts.Worker::tasks),
            mean("leases", workers, runs, JobCosts.Worker::leases),
            mean("partials", workers, runs, JobCosts.Worker::partials),
            mean("compute s", workers, runs, of(Costs::computeNanos)),
            mean("cpu s", workers, runs, of(Costs::cpuNanos)),
            mean("merge s", workers, runs, of(Costs::mergeNanos)),
            mean("queue s", workers, runs, of(Costs::queueNanos)),
            mean("network s", workers, runs, of(Costs::handOverNanos)),
            mean(
                "serialise s",
                workers,
                runs,
                of(costs -> costs.encodeNanos() + costs.decodeNanos())),
            mean("encoded bytes", workers, runs, one -> one.costs().encodedBytes())));
  }

  private interface Nanos {
    long of(Costs costs);
  }

  private static ToDoubleFunction<JobCosts.Worker> of(Nanos nanos) {
    return worker -> seconds(nanos.of(worker.costs()));
  }

  private static Column mean(
      String name,
      List<JobCosts.Worker> workers,
      int runs,
      ToDoubleFunction<JobCosts.Worker> value) {
    return Rounding.column(name, workers, worker -> value.applyAsDouble(worker) / runs);
  }
}
