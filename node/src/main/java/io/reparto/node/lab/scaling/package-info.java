/**
 * How the time of one job changes with the number of slots or JVMs: {@code reparto scale}. The laws
 * and their fits are pure functions of what was measured.
 */
package io.reparto.node.lab.scaling;
