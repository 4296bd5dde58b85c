package io.reparto.coordinator.registry;

/** What the registry holds is of another version of Reparto, or damaged. */
final class UnreadableException extends RuntimeException {
  UnreadableException(String message) {
    super(message);
  }

  UnreadableException(String message, Throwable cause) {
    super(message, cause);
  }
}
