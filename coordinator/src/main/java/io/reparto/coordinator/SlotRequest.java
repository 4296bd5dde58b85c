package io.reparto.coordinator;

import akka.actor.typed.ActorRef;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.WorkerCommand;
import java.util.HashSet;
import java.util.Set;

/**
 * A slot's wish for work.
 *
 * @param number counts the slot's leases
 * @param sinceNanos when it came
 * @param passedBy jobs that have tasks, but for other workers than this one
 * @param mayBeSuspect whether the job that is asked may give it what may end its worker
 */
record SlotRequest(
    String worker,
    int slot,
    long number,
    long sinceNanos,
    ActorRef<WorkerCommand> replyTo,
    Set<JobId> passedBy,
    boolean mayBeSuspect) {

  static SlotRequest of(CoordinatorCommand.RequestLease request, long nowNanos) {
    return new SlotRequest(
        request.worker(),
        request.slot(),
        request.number(),
        nowNanos,
        request.replyTo(),
        Set.of(),
        false);
  }

  /** Names the slot in the cluster. */
  String key() {
    return worker + "/" + slot;
  }

  /** The same wish, which this job can't meet now. */
  SlotRequest passing(JobId job) {
    var jobs = new HashSet<>(passedBy);
    jobs.add(job);
    return new SlotRequest(worker, slot, number, sinceNanos, replyTo, Set.copyOf(jobs), false);
  }

  /** The same wish, to a job that may give it a suspect or not. */
  SlotRequest withSuspects(boolean allowed) {
    return new SlotRequest(worker, slot, number, sinceNanos, replyTo, passedBy, allowed);
  }

  /** The same wish to every job. */
  SlotRequest anew() {
    return new SlotRequest(worker, slot, number, sinceNanos, replyTo, Set.of(), false);
  }
}
