package io.reparto.coordinator;

import akka.actor.typed.ActorRef;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import io.reparto.protocol.message.WorkerCommand;
import java.util.function.LongSupplier;

/**
 * What every job of a coordinator shares.
 *
 * @param partBytes most bytes of a plan's piece in one message; 0 to hand plans over by reference
 * @param nanoTime the clock of durations, as {@link System#nanoTime()}
 */
record RunContext(
    long term,
    CoordinatorSettings settings,
    int partBytes,
    Measures measures,
    LongSupplier nanoTime,
    ActorRef<Coordinator.Message> coordinator) {

  /** The answer to an offer that is not accepted. */
  WorkerCommand refusal(PartialOffer offer) {
    return new WorkerCommand.PartialRefused(term, offer.job(), offer.offer());
  }
}
