package io.reparto.protocol.message;

/**
 * Marks what carries data of any size and is bound to the Kryo serializer: plans, partials,
 * results.
 */
public interface Bulk {}
