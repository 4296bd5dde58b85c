/** Pictures: what every plot needs. */
package io.reparto.node.plot;
