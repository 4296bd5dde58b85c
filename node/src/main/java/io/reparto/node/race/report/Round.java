package io.reparto.node.race.report;

/**
 * One round.
 *
 * @param observed what the counter showed at the end
 * @param nanos from the first increment's begin to the last one's end, wall clock
 */
public record Round(long observed, long nanos) {}
