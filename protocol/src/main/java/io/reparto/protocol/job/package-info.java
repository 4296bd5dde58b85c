/**
 * The contract of a job: what a job author implements and what the runtime calls. Nothing here
 * knows Akka.
 *
 * <p>A {@link io.reparto.protocol.job.Job} turns a {@link io.reparto.protocol.job.JobSpec} into a
 * {@link io.reparto.protocol.job.Plan} of numbered tasks; a {@link io.reparto.protocol.job.Kernel}
 * runs them one {@link io.reparto.protocol.job.Partition} at a time into partial aggregates, which
 * are merged in task order and finished into a {@link io.reparto.protocol.job.JobResult}.
 */
package io.reparto.protocol.job;
