/**
 * Kryo for data, Jackson CBOR for control, frames as they are, and the one list of classes Kryo may
 * meet.
 */
package io.reparto.protocol.serialization;
