package io.reparto.node.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import io.reparto.coordinator.http.NodeHealth;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobReply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whether this node is of use to a client. Thread-safe. */
final class Health implements NodeHealth {
  private static final Duration ANSWER = Duration.ofSeconds(1);

  private final ActorSystem<?> system;
  private final ActorRef<CoordinatorCommand> coordinator;
  private final NodeMetrics metrics;

  Health(ActorSystem<?> system, ActorRef<CoordinatorCommand> coordinator, NodeMetrics metrics) {
    this.system = system;
    this.coordinator = coordinator;
    this.metrics = metrics;
  }

  @Override
  public CompletionStage<Boolean> isReady() {
    if (!Cluster.get(system).selfMember().status().equals(MemberStatus.up())) {
      return CompletableFuture.completedStage(false);
    }
    return AskPattern.<CoordinatorCommand, JobReply>ask(
            coordinator, CoordinatorCommand.DescribeCluster::new, ANSWER, system.scheduler())
        .handle((reply, failure) -> failure == null);
  }

  @Override
  public String metrics() {
    return metrics.text();
  }
}
