package io.reparto.coordinator.registry;

/** Most nodes didn't answer in time. They may have done what was asked; it can be asked again. */
public final class MajoritySilentException extends RuntimeException {
  MajoritySilentException(String message) {
    super(message);
  }
}
