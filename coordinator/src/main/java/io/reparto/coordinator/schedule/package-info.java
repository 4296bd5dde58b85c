/** Decisions about tasks, apart from the actors that carry them out: pure, and without Akka. */
package io.reparto.coordinator.schedule;
