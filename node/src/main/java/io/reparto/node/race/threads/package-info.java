/** Rounds in one JVM: threads that start together. */
package io.reparto.node.race.threads;
