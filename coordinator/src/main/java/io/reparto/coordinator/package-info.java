/**
 * Turns a job into a result and knows no particular job: {@link io.reparto.coordinator.Coordinator}
 * accepts jobs and hands free slots to them, one {@code JobRun} a job keeps its ledger and its
 * {@code Merger} merges.
 */
package io.reparto.coordinator;
