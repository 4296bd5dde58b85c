package io.reparto.coordinator;

import akka.actor.typed.ActorRef;
import io.reparto.protocol.message.WorkerCommand;

/**
 * A slot's wish for work.
 *
 * @param number counts the slot's leases
 */
record SlotRequest(String worker, int slot, long number, ActorRef<WorkerCommand> replyTo) {

  /** Names the slot in the cluster. */
  String key() {
    return worker + "/" + slot;
  }
}
