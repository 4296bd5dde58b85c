/**
 * Counting without shared memory. {@code CountOwner} alone has the counter and everybody sends it a
 * message for each increment; {@code LocalCount}, one for each thread or process, counts on its own
 * and sends {@code CountMerger} the sum.
 *
 * <pre>
 *   thread ── Increment ──▶                         thread ── Count(n) ──▶ LocalCount
 *   thread ── Increment ──▶ CountOwner              thread ── Count(n) ──▶ LocalCount ── Counted ──▶ CountMerger
 *   thread ── Increment ──▶                         thread ── Count(n) ──▶ LocalCount
 * </pre>
 *
 * The only package of the race lab that knows Akka.
 */
package io.reparto.node.race.actors;
