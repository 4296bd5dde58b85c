package io.reparto.coordinator;

import io.reparto.protocol.message.Costs;
import io.reparto.protocol.message.JobCosts;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the committed tasks of one job have cost. Not thread-safe. */
final class CostAccount {
  private final long plannedNanos;
  private final Map<String, JobCosts.Worker> workers = new TreeMap<>();
  private int slots;
  private long mergeNanos;

  /**
   * An empty one.
   *
   * @param plannedNanos when the job was planned: no slot waited for it before
   */
  CostAccount(long plannedNanos) {
    this.plannedNanos = plannedNanos;
  }

  /**
   * A lease is granted.
   *
   * @param slotsNow of the cluster
   * @return how long the request was held here
   */
  long granted(SlotRequest request, int slotsNow, long nowNanos) {
    slots = slotsNow;
    long held = nowNanos - request.sinceNanos();
    Costs queued = Costs.ofQueue(Math.max(0, Math.min(held, nowNanos - plannedNanos)));
    add(new JobCosts.Worker(request.worker(), 0, 1, 0, queued));
    return held;
  }

  void committed(String worker, int tasks, PartialOffer offer) {
    add(new JobCosts.Worker(worker, tasks, 0, 1, offer.costs()));
  }

  private void add(JobCosts.Worker more) {
    workers.merge(more.worker(), more, JobCosts.Worker::plus);
  }

  /** The coordinator has merged for so long, and made the result. */
  void merged(long nanos) {
    mergeNanos = nanos;
  }

  JobCosts costs() {
    return new JobCosts(slots, mergeNanos, List.copyOf(workers.values()));
  }
}
