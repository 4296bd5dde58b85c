/**
 * The race across JVMs: each child process counts in one memory-mapped file. Commands go to a
 * child's stdin, answers come from its stdout, a line each; the counter and the barrier that starts
 * all of them together lie in the file. A child whose stdin ends, because its parent did, ends too.
 *
 * <pre>
 *   ProcessRace ── warm, count, hold ──▶ CountingProcess ──┐
 *       ▲  (stdin)                       CountingProcess ──┼─ get, put, compare-and-set, lock ─▶ MappedCounter
 *       └────────── ready, counted ───── CountingProcess ──┘
 *          (stdout)
 * </pre>
 */
package io.reparto.node.race.processes;
