/**
 * A node that finds its cluster, and is probed and ranked, by Kubernetes. Loaded only where {@code
 * reparto.node.bootstrap = kubernetes}.
 */
package io.reparto.node.kubernetes;
