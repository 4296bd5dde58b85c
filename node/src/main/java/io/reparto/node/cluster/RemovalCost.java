package io.reparto.node.cluster;

import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import io.reparto.node.worker.TaskBoard;
import java.util.function.IntSupplier;
import java.util.stream.StreamSupport;

/**
 * What is lost with this node, as a number of which only the order counts: nothing, tasks that run,
 * or the coordinator. Thread-safe.
 */
final class RemovalCost implements IntSupplier {
  private static final int TASKS = 100;
  private static final int COORDINATOR = 1_000;

  private final Cluster cluster;
  private final TaskBoard board;

  RemovalCost(Cluster cluster, TaskBoard board) {
    this.cluster = cluster;
    this.board = board;
  }

  @Override
  public int getAsInt() {
    return (hasCoordinator() ? COORDINATOR : 0) + (board.busySlots() > 0 ? TASKS : 0);
  }

  /** Akka keeps a singleton on the oldest member of its role. */
  private boolean hasCoordinator() {
    Member self = cluster.selfMember();
    CurrentClusterState state = cluster.state();
    return canCoordinate(self)
        && StreamSupport.stream(state.getMembers().spliterator(), false)
            .filter(RemovalCost::canCoordinate)
            .filter(member -> !member.equals(self))
            .allMatch(self::isOlderThan);
  }

  private static boolean canCoordinate(Member member) {
    return member.hasRole(NodeSettings.COORDINATOR) && member.status().equals(MemberStatus.up());
  }
}
