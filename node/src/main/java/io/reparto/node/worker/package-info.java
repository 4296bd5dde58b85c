/**
 * The worker of a cluster node: {@link io.reparto.node.worker.Worker} asks for leases, its {@code
 * Slot}s run them, and {@code PartialOutlet} is the stream on which their partials leave.
 */
package io.reparto.node.worker;
