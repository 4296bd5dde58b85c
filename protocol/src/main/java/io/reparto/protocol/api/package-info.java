/**
 * The documents of the HTTP API as both its ends know them; the server's {@code openapi.json}
 * describes them for everyone else.
 */
package io.reparto.protocol.api;
