package io.reparto.coordinator;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.StashBuffer;
import io.reparto.coordinator.registry.JobRegistry;
import io.reparto.coordinator.registry.JobRegistry.Takeover;
import io.reparto.protocol.job.Jobs;
import java.util.function.LongSupplier;

/**
 * The first state of a {@link Coordinator}: asks the registry for its term and for the jobs that
 * the coordinators before it have left. What comes meanwhile waits; what finds no room is asked
 * again by its sender.
 */
final class CoordinatorStart {

  private record TookOver(Takeover takeover) implements Coordinator.StartMessage {}

  private record TakeoverFailed(Throwable cause) implements Coordinator.StartMessage {}

  private final StashBuffer<Coordinator.Message> stash;
  private final Parts parts;

  /** What the coordinator is made of. */
  record Parts(
      Jobs definitions,
      CoordinatorSettings settings,
      JobRegistry registry,
      int partBytes,
      Measures measures,
      LongSupplier nanoTime,
      PartialIntake.Opener intakes) {}

  private CoordinatorStart(StashBuffer<Coordinator.Message> stash, Parts parts) {
    this.stash = stash;
    this.parts = parts;
  }

  static Behavior<Coordinator.Message> create(Parts parts) {
    return Behaviors.withStash(
        parts.settings().stashSize(),
        stash ->
            Behaviors.setup(
                context -> {
                  context.pipeToSelf(
                      parts.registry().takeOver(),
                      (takeover, failure) ->
                          failure == null ? new TookOver(takeover) : new TakeoverFailed(failure));
                  return new CoordinatorStart(stash, parts).waiting();
                }));
  }

  private Behavior<Coordinator.Message> waiting() {
    return Behaviors.receive(Coordinator.Message.class)
        .onMessage(TookOver.class, message -> take(message.takeover()))
        .onMessage(
            TakeoverFailed.class,
            message -> {
              throw new IllegalStateException("the registry of jobs failed", message.cause());
            })
        .onAnyMessage(
            message -> {
              if (!stash.isFull()) {
                stash.stash(message);
              }
              return Behaviors.same();
            })
        .build();
  }

  private Behavior<Coordinator.Message> take(Takeover takeover) {
    return stash.unstashAll(Coordinator.running(parts, takeover));
  }
}
