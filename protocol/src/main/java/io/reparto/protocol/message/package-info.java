/** Sealed message types between client, coordinator and worker. */
package io.reparto.protocol.message;
