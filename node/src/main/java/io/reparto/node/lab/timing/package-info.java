/** One job, timed: {@code reparto time}. */
package io.reparto.node.lab.timing;
