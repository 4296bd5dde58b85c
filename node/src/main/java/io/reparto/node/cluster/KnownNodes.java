package io.reparto.node.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import io.reparto.coordinator.http.ClusterNodes;
import io.reparto.protocol.api.ClusterJson;
import io.reparto.protocol.message.NodeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;

/**
 * Asks every member of the cluster who it is, each time anew: nothing has to be spread or cleaned
 * up, and who does not answer is of no use to a client anyway. Thread-safe.
 */
final class KnownNodes implements ClusterNodes {
  private static final Duration ANSWER = Duration.ofSeconds(1);
  private static final Set<MemberStatus> GONE = Set.of(MemberStatus.down(), MemberStatus.removed());

  private final ActorSystem<?> system;

  KnownNodes(ActorSystem<?> system) {
    this.system = system;
  }

  @Override
  public CompletionStage<List<ClusterJson.NodeJson>> list() {
    CurrentClusterState state = Cluster.get(system).state();
    List<CompletableFuture<ClusterJson.NodeJson>> nodes =
        StreamSupport.stream(state.getMembers().spliterator(), false)
            .filter(member -> !GONE.contains(member.status()))
            .map(member -> describe(member, state.getUnreachable().contains(member)))
            .map(CompletionStage::toCompletableFuture)
            .toList();
    return CompletableFuture.allOf(nodes.toArray(CompletableFuture[]::new))
        .thenApply(all -> nodes.stream().map(CompletableFuture::join).toList());
  }

  private CompletionStage<ClusterJson.NodeJson> describe(Member member, boolean unreachable) {
    if (unreachable) {
      return CompletableFuture.completedStage(silent(member));
    }
    ActorRef<NodeMessage.DescribeNode> node =
        ActorRefResolver.get(system)
            .resolveActorRef(member.address() + "/user/" + NodeDescription.ACTOR);
    return AskPattern.<NodeMessage.DescribeNode, NodeMessage.NodeDescribed>ask(
            node, NodeMessage.DescribeNode::new, ANSWER, system.scheduler())
        .handle(
            (answer, failure) ->
                failure == null ? json(answer.node(), member, answer.api(), true) : silent(member));
  }

  private static ClusterJson.NodeJson silent(Member member) {
    return json(null, member, null, false);
  }

  private static ClusterJson.NodeJson json(
      String name, Member member, String api, boolean answers) {
    Address address = member.address();
    var roles = new ArrayList<>(member.getRoles());
    roles.removeIf(role -> !NodeSettings.ROLES.contains(role)); // of Akka: the data centre's
    roles.sort(null);
    return new ClusterJson.NodeJson(
        name, address.getHost().get() + ":" + address.getPort().get(), api, roles, answers);
  }
}
