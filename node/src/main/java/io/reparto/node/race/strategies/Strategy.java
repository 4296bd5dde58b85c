package io.reparto.node.race.strategies;

import java.util.function.Supplier;

/**
 * One way to count.
 *
 * @param name as in the table
 * @param promised whether the language, the library or the operating system promises that no
 *     increment is lost; decides what a loss is called, never whether there was one
 * @param counters makes the counter of a round, at zero
 */
public record Strategy(String name, boolean promised, Supplier<SharedCounter> counters) {}
