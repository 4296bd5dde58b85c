package io.reparto.node.kubernetes;

import akka.Done;
import akka.actor.NoSerializationVerificationNeeded;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * Keeps the deletion cost of this node's pod up to date, so that Kubernetes removes idle workers
 * before busy ones, and the node with the coordinator last. Writes only what has changed. Spawned
 * by the node's guardian; a failure costs the order of removal and nothing else, so it is logged.
 * Has one state.
 */
public final class DeletionCost extends AbstractBehavior<DeletionCost.Command> {
  private static final Duration FIRST = Duration.ofSeconds(1);

  /** What this actor alone sends itself. */
  public sealed interface Command extends NoSerializationVerificationNeeded {}

  private enum Tick implements Command {
    INSTANCE
  }

  private record Written(int cost, Throwable failure) implements Command {}

  private final PodApi api;
  private final IntSupplier cost;
  private int written;
  private boolean isWriting;

  /**
   * A behavior that looks at the cost again and again.
   *
   * @param pod the name of this node's pod
   * @param interval between two looks, and so between two writes at least
   * @param cost asked on this actor's thread
   */
  public static Behavior<Command> create(String pod, Duration interval, IntSupplier cost) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(Tick.INSTANCE, FIRST, interval);
                  PodApi api = api(context, pod);
                  return api == null ? Behaviors.stopped() : new DeletionCost(context, api, cost);
                }));
  }

  private static PodApi api(ActorContext<Command> context, String pod) {
    ActorSystem<Void> system = context.getSystem();
    try {
      return PodApi.of(system, pod);
    } catch (IOException | GeneralSecurityException e) {
      context.getLog().warn("the pod can't be ranked for removal", e);
      return null;
    }
  }

  private DeletionCost(ActorContext<Command> context, PodApi api, IntSupplier cost) {
    super(context);
    this.api = api;
    this.cost = cost;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Tick.INSTANCE, this::onTick)
        .onMessage(Written.class, this::onWritten)
        .build();
  }

  private Behavior<Command> onTick() {
    int now = cost.getAsInt();
    if (now == written || isWriting) {
      return this;
    }
    try {
      getContext()
          .pipeToSelf(
              api.setDeletionCost(now),
              (Done done, Throwable failure) -> new Written(now, failure));
      isWriting = true;
    } catch (IOException e) {
      getContext().getLog().warn("the pod's credentials can't be read", e);
    }
    return this;
  }

  private Behavior<Command> onWritten(Written message) {
    isWriting = false;
    if (message.failure() == null) {
      written = message.cost();
    } else {
      getContext().getLog().warn("the pod's deletion cost can't be written", message.failure());
    }
    return this;
  }
}
