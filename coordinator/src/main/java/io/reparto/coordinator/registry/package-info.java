/** What a cluster remembers of its jobs when a coordinator dies. */
package io.reparto.coordinator.registry;
