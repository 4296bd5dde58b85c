/** A cluster's HTTP API as the command line uses it. Knows no Akka. */
package io.reparto.node.cli.remote;
