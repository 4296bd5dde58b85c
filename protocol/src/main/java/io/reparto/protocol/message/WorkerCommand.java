package io.reparto.protocol.message;

import io.reparto.protocol.job.Plan;

/** What the coordinator tells a worker. */
public sealed interface WorkerCommand {

  /**
   * The worker is known and its stream is read.
   *
   * @param term of the coordinator; a worker obeys only the newest
   */
  record Welcome(long term, int stream) implements WorkerCommand, Wire {}

  /**
   * Run these tasks.
   *
   * @param lease unique in the job and term
   * @param number the request this answers
   * @param attempt how often these tasks have failed before
   */
  record RunLease(
      long term, JobId job, long lease, int slot, long number, int first, int count, int attempt)
      implements WorkerCommand, Wire {}

  /**
   * The lease granted to this request was of a job that has ended: if the slot still waits, it is
   * to ask under the next number.
   */
  record SkipRequest(int slot, long number) implements WorkerCommand, Wire {}

  /** The plan that leases of the job refer to. */
  record PlanDelivered(JobId job, Plan plan) implements WorkerCommand, Bulk {}

  /**
   * A piece of the encoded plan, see {@link io.reparto.protocol.serialization.Parts}.
   *
   * @param part from 0 to parts - 1
   * @param bytes not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  record PlanPart(JobId job, int part, int parts, byte[] bytes) implements WorkerCommand, Bulk {}

  /** The partial counts; the worker may forget it. */
  record PartialCommitted(JobId job, long offer) implements WorkerCommand, Wire {}

  /**
   * Some of the partial's tasks are committed already, or the job has ended; the worker may forget
   * it.
   */
  record PartialRefused(JobId job, long offer) implements WorkerCommand, Wire {}

  /** The failure is recorded; the worker need not repeat it. */
  record FailureNoted(JobId job, long lease, int task) implements WorkerCommand, Wire {}

  /**
   * Takes no more leases, hands back the tasks not begun, sends what is done and stops when every
   * partial is answered.
   */
  record Drain() implements WorkerCommand, Wire {}

  /** The job has ended: stop its loops, drop its state. */
  record EndJob(JobId job) implements WorkerCommand, Wire {}
}
