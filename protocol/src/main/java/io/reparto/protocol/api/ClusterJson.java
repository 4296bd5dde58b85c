package io.reparto.protocol.api;

import io.reparto.protocol.message.JobReply;
import java.util.List;

/**
 * The coordinator and its workers.
 *
 * @param term grows each time a coordinator takes over
 * @param slots of all workers together
 */
public record ClusterJson(long term, int slots, List<WorkerJson> workers) {

  /**
   * One worker.
   *
   * @param address of its actor system; empty where it is the coordinator's own
   * @param slots how many leases it runs at a time
   * @param waiting slots that have asked for work and got none yet
   */
  public record WorkerJson(String worker, String address, int slots, int waiting) {}

  public static ClusterJson of(JobReply.ClusterDescribed cluster) {
    return new ClusterJson(
        cluster.term(),
        cluster.workers().stream().mapToInt(JobReply.WorkerStatus::slots).sum(),
        cluster.workers().stream()
            .map(
                worker ->
                    new WorkerJson(
                        worker.worker(), worker.address(), worker.slots(), worker.waiting()))
            .toList());
  }
}
