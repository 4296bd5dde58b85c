/** Kryo for data, Jackson CBOR for control, and the one list of classes Kryo may meet. */
package io.reparto.protocol.serialization;
