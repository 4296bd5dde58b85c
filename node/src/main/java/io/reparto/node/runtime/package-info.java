/** Where jobs are sent: the same actors in this process, or a cluster. */
package io.reparto.node.runtime;
