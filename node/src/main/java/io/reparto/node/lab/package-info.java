/**
 * Measuring jobs: what every kind of measurement needs. Knows a {@link
 * io.reparto.node.runtime.JobClient} and no actor.
 */
package io.reparto.node.lab;
