package io.reparto.node.race.actors;

import akka.actor.NoSerializationVerificationNeeded;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.concurrent.CompletableFuture;

/**
 * Owns a counter: a plain field, because one message at a time is all that touches it. One state;
 * spawned for each round, stops when asked for the total.
 */
final class CountOwner extends AbstractBehavior<CountOwner.Command> {

  sealed interface Command extends NoSerializationVerificationNeeded {}

  /** Add one. */
  enum Increment implements Command {
    INSTANCE
  }

  /** Say when everything that this sender sent before is counted. */
  record Confirm(CompletableFuture<Void> reached) implements Command {}

  /** Tell the count and stop. */
  record Finish(CompletableFuture<Long> total) implements Command {}

  private long count;

  static Behavior<Command> create() {
    return Behaviors.setup(CountOwner::new);
  }

  private CountOwner(ActorContext<Command> context) {
    super(context);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Increment.INSTANCE, this::onIncrement)
        .onMessage(Confirm.class, this::onConfirm)
        .onMessage(Finish.class, this::onFinish)
        .build();
  }

  private Behavior<Command> onIncrement() {
    count++;
    return this;
  }

  private Behavior<Command> onConfirm(Confirm message) {
    message.reached().complete(null);
    return this;
  }

  private Behavior<Command> onFinish(Finish message) {
    message.total().complete(count);
    return Behaviors.stopped();
  }
}
