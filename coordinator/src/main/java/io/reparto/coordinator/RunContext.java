package io.reparto.coordinator;

import akka.actor.typed.ActorRef;

/**
 * What every job of a coordinator shares.
 *
 * @param partBytes most bytes of a plan's piece in one message; 0 to hand plans over by reference
 */
record RunContext(
    long term,
    CoordinatorSettings settings,
    int partBytes,
    Measures measures,
    ActorRef<Coordinator.Message> coordinator) {}
