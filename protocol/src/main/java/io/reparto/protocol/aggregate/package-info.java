/**
 * Mergeable state and the one order in which it is merged. Nothing here knows Akka.
 *
 * <p>Task i is leaf i; an inner node covers 2^k aligned leaves and is {@code left.merge(right)}.
 * Whoever holds both children may merge them, so the root is the same to the last bit whatever the
 * number of workers or the order of arrival.
 */
package io.reparto.protocol.aggregate;
