package io.reparto.coordinator.registry;

/** A coordinator of a newer term has taken over: this one has to stop. No retry mends it. */
public final class OutdatedTermException extends RuntimeException {
  OutdatedTermException(String message) {
    super(message);
  }
}
