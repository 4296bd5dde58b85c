package io.reparto.protocol.message;

import io.reparto.protocol.job.Plan;

/** What a worker is told, by the coordinator or by its own cluster node. */
public sealed interface WorkerCommand {

  /**
   * Of a coordinator; a worker ignores those of an older term than the newest it was welcomed in.
   */
  sealed interface OfCoordinator extends WorkerCommand {
    /** Of the coordinator that says so. */
    long term();
  }

  /** The worker is known and its stream is read. */
  record Welcome(long term, int stream) implements OfCoordinator, Wire {}

  /**
   * The coordinator does not know the worker, or reads another stream of it: the worker is to say
   * hello on a new one.
   */
  record SayHello(long term) implements OfCoordinator, Wire {}

  /** A piece of what the worker holds has arrived, see {@link CoordinatorCommand.ReportHeld}. */
  record HeldNoted(long term, int part) implements OfCoordinator, Wire {}

  /**
   * Run these tasks.
   *
   * @param lease unique in the job, also among leases of other terms
   * @param number the request this answers
   * @param attempt how often these tasks have failed before
   * @param heldNanos how long the request waited at the coordinator
   */
  record RunLease(
      long term,
      JobId job,
      long lease,
      int slot,
      long number,
      int first,
      int count,
      int attempt,
      long heldNanos)
      implements OfCoordinator, Wire {

    /** For a request that was met at once. */
    public RunLease(
        long term,
        JobId job,
        long lease,
        int slot,
        long number,
        int first,
        int count,
        int attempt) {
      this(term, job, lease, slot, number, first, count, attempt, 0);
    }

    /** One past the last task. */
    public int end() {
      return first + count;
    }
  }

  /**
   * The lease granted to this request was of a job that has ended, or was handed back before it
   * came: if the slot still waits, it is to ask under the next number.
   */
  record SkipRequest(long term, int slot, long number) implements OfCoordinator, Wire {}

  /**
   * Others wait for work: hand back what has not begun of a lease. Answered with {@link
   * CoordinatorCommand.ReturnTasks}, also where the worker does not know the lease.
   */
  record HandBack(long term, JobId job, long lease) implements OfCoordinator, Wire {}

  /** Every task of the lease is committed: stop it if it runs. */
  record AbandonLease(long term, JobId job, long lease) implements OfCoordinator, Wire {}

  /** The plan that leases of the job refer to. */
  record PlanDelivered(long term, JobId job, Plan plan) implements OfCoordinator, Bulk {}

  /**
   * A piece of the encoded plan, see {@link io.reparto.protocol.serialization.Parts}.
   *
   * @param part from 0 to parts - 1
   * @param bytes not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  record PlanPart(long term, JobId job, int part, int parts, byte[] bytes)
      implements OfCoordinator, Bulk {}

  /**
   * All its tasks are committed, by this partial or by equals of it; the worker need not offer it
   * again to a coordinator of this term.
   */
  record PartialCommitted(long term, JobId job, long offer) implements OfCoordinator, Wire {}

  /**
   * Some of the partial's tasks are committed already and others are not, or the job has ended; the
   * worker may forget it.
   */
  record PartialRefused(long term, JobId job, long offer) implements OfCoordinator, Wire {}

  /** The failure is recorded; the worker need not repeat it. */
  record FailureNoted(long term, JobId job, long lease, int task) implements OfCoordinator, Wire {}

  /** The job has ended: stop its loops, drop its state. */
  record EndJob(long term, JobId job) implements OfCoordinator, Wire {}

  /**
   * Takes no more leases, hands back the tasks not begun, sends what is done and stops when every
   * partial is answered.
   */
  record Drain() implements WorkerCommand, Wire {}
}
