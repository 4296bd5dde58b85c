/**
 * Makes files of random measurements, {@code station;temperature} a line, in the form of the One
 * Billion Row Challenge (Gunnar Morling, 2024): a big input that everyone can make again, byte for
 * byte, instead of downloading it.
 */
package io.reparto.node.measurements;
