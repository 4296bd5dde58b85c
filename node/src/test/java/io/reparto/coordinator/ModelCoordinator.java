package io.reparto.coordinator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.stream.KillSwitch;
import io.reparto.coordinator.registry.JobRegistry;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import io.reparto.protocol.message.WorkerCommand;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The real coordinator with its clock and its workers' streams in a model's hands. */
public final class ModelCoordinator {

  /** Where the coordinator begins to read a worker's stream. */
  @FunctionalInterface
  public interface Streams {
    /** Returns what ends the reading. */
    KillSwitch read(CoordinatorCommand.WorkerHello hello, Reader reader, Duration commitTimeout);
  }

  /** Asks the coordinator about an offer that was read. */
  @FunctionalInterface
  public interface Reader {
    void ask(PartialOffer offer, ActorRef<WorkerCommand> replyTo);
  }

  private ModelCoordinator() {}

  public static Behavior<CoordinatorCommand> create(
      Jobs definitions,
      CoordinatorSettings settings,
      JobRegistry registry,
      int partBytes,
      LongSupplier nanoTime,
      Streams streams) {
    PartialIntake.Opener intakes =
        (hello, shared, system) -> {
          Reader reader =
              (offer, replyTo) ->
                  shared
                      .coordinator()
                      .tell(new Coordinator.RouteOffer(hello.worker(), offer, replyTo));
          return new PartialIntake(streams.read(hello, reader, shared.settings().commitTimeout()));
        };
    return Coordinator.create(
        new CoordinatorStart.Parts(
            definitions, settings, registry, partBytes, Measures.NONE, nanoTime, intakes));
  }
}
