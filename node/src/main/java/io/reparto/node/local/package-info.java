/**
 * A cluster of JVMs on this machine: started, looked at, signalled and ended. What is known of it
 * is kept in a {@link io.reparto.node.local.RunDirectory}, so that each command can be a process of
 * its own. Not for Windows, which has no signals.
 */
package io.reparto.node.local;
