package io.reparto.protocol.api;

import io.reparto.protocol.message.JobReply;
import java.util.List;

/**
 * The coordinator, its workers and all nodes.
 *
 * @param term grows each time a coordinator takes over
 * @param coordinator address of its actor system, as {@code host:port}: tells which of the nodes
 *     has it
 * @param slots of all workers together
 * @param nodes of the cluster, whatever their role, as the one that answers sees them
 */
public record ClusterJson(
    long term, String coordinator, int slots, List<WorkerJson> workers, List<NodeJson> nodes) {

  /**
   * One worker.
   *
   * @param address of its actor system; empty where it is the coordinator's own
   * @param slots how many leases it runs at a time
   * @param waiting slots that have asked for work and got none yet
   */
  public record WorkerJson(String worker, String address, int slots, int waiting) {}

  /**
   * One node.
   *
   * @param node its name; null if it does not answer
   * @param address of its actor system, as {@code host:port}
   * @param api the URL of its API; null if it does not answer
   * @param roles coordinator, worker or both
   * @param answers whether it did a moment ago
   */
  public record NodeJson(
      String node, String address, String api, List<String> roles, boolean answers) {}

  public static ClusterJson of(JobReply.ClusterDescribed cluster, List<NodeJson> nodes) {
    return new ClusterJson(
        cluster.term(),
        cluster.coordinator(),
        cluster.workers().stream().mapToInt(JobReply.WorkerStatus::slots).sum(),
        cluster.workers().stream()
            .map(
                worker ->
                    new WorkerJson(
                        worker.worker(), worker.address(), worker.slots(), worker.waiting()))
            .toList(),
        nodes);
  }
}
