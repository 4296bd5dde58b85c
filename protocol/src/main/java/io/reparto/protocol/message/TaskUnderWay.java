package io.reparto.protocol.message;

import java.time.Duration;

/**
 * A task that runs on a worker.
 *
 * @param lease under which it was granted
 * @param lasted how long it has run so far
 */
public record TaskUnderWay(JobId job, long lease, int task, Duration lasted) {}
