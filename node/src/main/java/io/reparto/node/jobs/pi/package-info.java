/**
 * The job {@code pi}: Monte Carlo π in three ways of computing. {@link
 * io.reparto.node.jobs.pi.PiPlan} splits the samples by their number alone; each task seeds its own
 * generators from (job seed, task) through {@link io.reparto.node.jobs.pi.SplitMix64}.
 */
package io.reparto.node.jobs.pi;
