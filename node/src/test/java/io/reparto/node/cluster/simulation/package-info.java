/**
 * The real coordinator, with ledger, leases and merging, against workers that only speak its
 * protocol: many machines in virtual time, on one thread. {@link
 * io.reparto.node.cluster.simulation.SimulationRun} runs one for {@code experiments/simulation}.
 */
package io.reparto.node.cluster.simulation;
