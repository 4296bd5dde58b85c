package io.reparto.node.race.actors;

import akka.actor.NoSerializationVerificationNeeded;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.concurrent.CompletableFuture;

/**
 * Adds up what the local counts send. One state; spawned for each round, stops when asked for the
 * total.
 */
final class CountMerger extends AbstractBehavior<CountMerger.Command> {

  sealed interface Command extends NoSerializationVerificationNeeded {}

  /** Somebody's sum. */
  record Counted(long count, CompletableFuture<Void> merged) implements Command {}

  /** Tell the total and stop. */
  record Finish(CompletableFuture<Long> total) implements Command {}

  private long total;

  static Behavior<Command> create() {
    return Behaviors.setup(CountMerger::new);
  }

  private CountMerger(ActorContext<Command> context) {
    super(context);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Counted.class, this::onCounted)
        .onMessage(Finish.class, this::onFinish)
        .build();
  }

  private Behavior<Command> onCounted(Counted message) {
    total += message.count();
    message.merged().complete(null);
    return this;
  }

  private Behavior<Command> onFinish(Finish message) {
    message.total().complete(total);
    return Behaviors.stopped();
  }
}
