package io.reparto.node.race.actors;

import akka.actor.NoSerializationVerificationNeeded;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.reparto.node.race.strategies.FoldingBarrier;
import java.util.concurrent.CompletableFuture;

/**
 * Counts in a field of its own and hands the sum over at the end. Works in slices and sends itself
 * the rest, as a slot of a worker does, so that other messages get their turn. One state; spawned
 * for each round.
 */
final class LocalCount extends AbstractBehavior<LocalCount.Command> {
  private static final int SLICE = 1_000_000;

  /**
   * Within a pair of cache lines nobody else's field lies: neighbours would share the line's cost.
   */
  private static final int PADDING = 16;

  sealed interface Command extends NoSerializationVerificationNeeded {}

  /** Add one, so many times, then send the sum. */
  record Count(int times, CompletableFuture<Void> merged) implements Command {}

  /** The end of the round. */
  enum Stop implements Command {
    INSTANCE
  }

  private final ActorRef<CountMerger.Command> merger;
  private final long[] padded = new long[2 * PADDING + 1];

  static Behavior<Command> create(ActorRef<CountMerger.Command> merger) {
    return Behaviors.setup(context -> new LocalCount(context, merger));
  }

  private LocalCount(ActorContext<Command> context, ActorRef<CountMerger.Command> merger) {
    super(context);
    this.merger = merger;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Count.class, this::onCount)
        .onMessageEquals(Stop.INSTANCE, Behaviors::stopped)
        .build();
  }

  private Behavior<Command> onCount(Count message) {
    int now = Math.min(SLICE, message.times());
    addTo(padded, now);
    int left = message.times() - now;
    if (left > 0) {
      getContext().getSelf().tell(new Count(left, message.merged()));
    } else {
      merger.tell(new CountMerger.Counted(padded[PADDING], message.merged()));
      padded[PADDING] = 0;
    }
    return this;
  }

  /**
   * Not folded either, though here a fold would be no fault: the costs of the table are those of
   * increments, not of one addition.
   */
  private static void addTo(long[] padded, int times) {
    for (int i = 0; i < times && FoldingBarrier.pass(); i++) {
      padded[PADDING]++;
    }
  }
}
