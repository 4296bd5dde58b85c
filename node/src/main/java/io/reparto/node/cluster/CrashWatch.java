package io.reparto.node.cluster;

import akka.actor.Address;
import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.ClusterEvent.MemberEvent;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.Member;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.cluster.typed.Subscribe;
import akka.remote.RemoteActorRefProvider;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import scala.Option;

/**
 * Finds out within a second when the process of another node of this machine has ended, and takes
 * the node out of the cluster. That a silent node is dead takes time to believe, because it may
 * only be slow; a port of this very machine at which nobody listens leaves no doubt. Neither does
 * it matter how many nodes are left: no network can have split them. Watches only nodes with the
 * host of this one. Spawned by the node's guardian, spawns a {@link CrashProbe} for each.
 */
final class CrashWatch extends AbstractBehavior<CrashWatch.Message> {

  sealed interface Message {}

  private record MemberChanged(MemberEvent event) implements Message {}

  private record Crashed(UniqueAddress node) implements Message {}

  private final Cluster cluster;
  private final Map<UniqueAddress, ActorRef<CrashProbe.Message>> probes = new HashMap<>();
  private long probesSpawned;

  static Behavior<Message> create() {
    return Behaviors.setup(CrashWatch::new);
  }

  private CrashWatch(ActorContext<Message> context) {
    super(context);
    cluster = Cluster.get(context.getSystem());
    cluster
        .subscriptions()
        .tell(
            Subscribe.create(
                context.messageAdapter(MemberEvent.class, MemberChanged::new), MemberEvent.class));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(MemberChanged.class, message -> onMemberChanged(message.event()))
        .onMessage(Crashed.class, this::onCrashed)
        .build();
  }

  private Behavior<Message> onMemberChanged(MemberEvent event) {
    Member member = event.member();
    UniqueAddress node = member.uniqueAddress();
    if (event instanceof MemberRemoved) {
      ActorRef<CrashProbe.Message> probe = probes.remove(node);
      if (probe != null) {
        getContext().stop(probe);
      }
    } else if (isNeighbour(member) && !probes.containsKey(node)) {
      probes.put(node, probe(node));
    }
    return this;
  }

  private boolean isNeighbour(Member member) {
    Member self = cluster.selfMember();
    return !member.uniqueAddress().equals(self.uniqueAddress())
        && member.address().getHost().equals(self.address().getHost());
  }

  private ActorRef<CrashProbe.Message> probe(UniqueAddress node) {
    Address address = node.address();
    ActorRef<Message> self = getContext().getSelf();
    return getContext()
        .spawn(
            CrashProbe.create(
                new InetSocketAddress(address.getHost().get(), address.getPort().get()),
                () -> self.tell(new Crashed(node))),
            "probe-" + probesSpawned++);
  }

  /** The leader removes a node only if it is down and known not to come back. */
  private Behavior<Message> onCrashed(Crashed message) {
    UniqueAddress node = message.node();
    if (probes.containsKey(node)) {
      getContext()
          .getLog()
          .warn("the process of a node has ended, removing it: node={}", node.address());
      var system = (ExtendedActorSystem) Adapter.toClassic(getContext().getSystem());
      ((RemoteActorRefProvider) system.provider())
          .quarantine(node.address(), Option.apply(node.longUid()), "its process has ended");
      cluster.manager().tell(new Down(node.address()));
    }
    return this;
  }
}
