/**
 * A node of a cluster: {@link io.reparto.node.cluster.ClusterNode} starts what {@link
 * io.reparto.node.runtime.EmbeddedRuntime} starts, with the coordinator as a Cluster Singleton and
 * messages over Artery.
 */
package io.reparto.node.cluster;
