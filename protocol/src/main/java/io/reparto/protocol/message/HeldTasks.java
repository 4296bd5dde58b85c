package io.reparto.protocol.message;

/**
 * Consecutive tasks of one lease that a worker has finished and kept, or still runs.
 *
 * @param lease under which they were granted, perhaps by an earlier coordinator
 * @param attempt how often they had failed when they were granted
 * @param first first task
 * @param end one past the last
 * @param running whether they run; else their partials will be offered at once
 */
public record HeldTasks(JobId job, long lease, int attempt, int first, int end, boolean running) {}
