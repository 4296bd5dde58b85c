/** What was observed, and what follows from it. Pure: no clock, no threads, no output. */
package io.reparto.node.race.report;
