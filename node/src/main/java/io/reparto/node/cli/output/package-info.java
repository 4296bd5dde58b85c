/** How a finished job is printed: the table, CSV and JSON on stdout, the summary on stderr. */
package io.reparto.node.cli.output;
