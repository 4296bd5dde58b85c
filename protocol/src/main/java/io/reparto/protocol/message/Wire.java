package io.reparto.protocol.message;

/**
 * Marks what Jackson may write and read between nodes; bound to the CBOR serializer. Only this
 * module implements it.
 */
public interface Wire {}
