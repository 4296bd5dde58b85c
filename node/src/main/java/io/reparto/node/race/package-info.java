/**
 * The race lab: the same counter kept in every way the platform offers, by threads of one JVM and
 * by several JVMs, with what each way loses and costs. {@code strategies} are the ways of threads,
 * {@code actors} those that share nothing, {@code processes} those across JVMs; {@code report}
 * holds the arithmetic, {@code explain} finds one lost update in the log of a round, {@code plot}
 * draws.
 */
package io.reparto.node.race;
