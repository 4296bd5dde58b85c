/** A node's copy of the registry on disk: one file, appended to, behind Akka's protocol for it. */
package io.reparto.coordinator.registry.disk;
