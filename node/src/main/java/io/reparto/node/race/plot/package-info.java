/** A race as a picture. */
package io.reparto.node.race.plot;
