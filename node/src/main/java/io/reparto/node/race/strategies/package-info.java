/** The ways in which threads of one JVM can count together. No actors here. */
package io.reparto.node.race.strategies;
