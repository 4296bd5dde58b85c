/**
 * The command line: words in, a result on stdout, everything else on stderr, an exit code. Jobs and
 * their options come from the registry, so a job of the user's own is a command like any other.
 */
package io.reparto.node.cli;
