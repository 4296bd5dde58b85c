/** One lost update of the plain counter, from logs that its threads kept. */
package io.reparto.node.race.explain;
