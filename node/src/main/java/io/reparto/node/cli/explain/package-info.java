/** A plan as text, JSON and graph; nothing is run. */
package io.reparto.node.cli.explain;
