package io.reparto.coordinator.registry;

import akka.actor.NoSerializationVerificationNeeded;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.ClusterEvent;
import akka.cluster.Member;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Counts the coordinator nodes of the cluster, and the most there were together since this node
 * joined. Has one state. Spawned by {@link DistributedJobRegistry}; watches nobody.
 */
final class Attendance extends AbstractBehavior<Attendance.Command> {

  sealed interface Command extends NoSerializationVerificationNeeded {}

  /**
   * Asks how many there are, once there have been enough together.
   *
   * @param enough 0 to hear at once
   * @param patience after which it is answered anyway
   */
  record Await(int enough, Duration patience, ActorRef<Integer> replyTo) implements Command {}

  private record Changed(ClusterEvent.MemberEvent event) implements Command {}

  private record GiveUp(Await await) implements Command {}

  private final TimerScheduler<Command> timers;
  private final String role;
  private final IntConsumer onChange;
  private final Set<UniqueAddress> present = new HashSet<>();
  private final Set<Await> waiting = new HashSet<>();
  private int most;

  /**
   * @param role of the nodes that count
   * @param onChange hears how many there are whenever that changes
   */
  static Behavior<Command> create(String role, IntConsumer onChange) {
    return Behaviors.withTimers(
        timers -> Behaviors.setup(context -> new Attendance(context, timers, role, onChange)));
  }

  private Attendance(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      String role,
      IntConsumer onChange) {
    super(context);
    this.timers = timers;
    this.role = role;
    this.onChange = onChange;
    Cluster.get(context.getSystem())
        .subscriptions()
        .tell(
            Subscribe.create(
                context.messageAdapter(ClusterEvent.MemberEvent.class, Changed::new),
                ClusterEvent.MemberEvent.class));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Await.class, this::onAwait)
        .onMessage(Changed.class, this::onChanged)
        .onMessage(GiveUp.class, message -> answer(message.await()))
        .build();
  }

  private Behavior<Command> onAwait(Await message) {
    if (most >= message.enough() || message.patience().isZero()) {
      message.replyTo().tell(present.size());
      return this;
    }
    getContext()
        .getLog()
        .info(
            "registry of a cluster started anew: waiting for coordinator nodes: present={},"
                + " enough={}, patience={}",
            present.size(),
            message.enough(),
            message.patience());
    waiting.add(message);
    timers.startSingleTimer(message, new GiveUp(message), message.patience());
    return this;
  }

  private Behavior<Command> answer(Await message) {
    if (waiting.remove(message)) {
      timers.cancel(message);
      message.replyTo().tell(present.size());
    }
    return this;
  }

  private Behavior<Command> onChanged(Changed message) {
    Member member = message.event().member();
    int before = present.size();
    if (!member.hasRole(role)) {
      return this;
    }
    if (message.event() instanceof ClusterEvent.MemberUp) {
      present.add(member.uniqueAddress());
    } else if (message.event() instanceof ClusterEvent.MemberRemoved) {
      present.remove(member.uniqueAddress());
    }
    most = Math.max(most, present.size());
    for (Await await : Set.copyOf(waiting)) {
      if (most >= await.enough()) {
        answer(await);
      }
    }
    if (present.size() != before) {
      onChange.accept(present.size());
    }
    return this;
  }
}
