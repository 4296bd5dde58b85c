/**
 * Breaks a cluster of real processes by seeded schedules while jobs run on it, and compares what
 * they answer with what one JVM answers: {@link io.reparto.node.drill.Drill}. Linux and macOS;
 * networks that split on Linux as root only.
 */
package io.reparto.node.drill;
