package io.reparto.node.runtime;

import akka.actor.ExtendedActorSystem;
import akka.serialization.JSerializer;

/**
 * Stands where a serializer is configured and nothing may be serialized: in an embedded runtime no
 * message leaves.
 */
public final class RefusingSerializer extends JSerializer {
  private static final int FIRST_IDENTIFIER = 742_100;

  private final String binding;

  /** Called by Akka. */
  public RefusingSerializer(ExtendedActorSystem system, String binding) {
    this.binding = binding;
  }

  @Override
  public int identifier() {
    return FIRST_IDENTIFIER
        + Math.floorMod(binding.hashCode(), 10_000); // Akka wants them to differ
  }

  @Override
  public byte[] toBinary(Object object) {
    throw new IllegalStateException(
        "an embedded runtime serializes nothing: serializer="
            + binding
            + ", class="
            + object.getClass().getName());
  }

  @Override
  public boolean includeManifest() {
    return false;
  }

  @Override
  public Object fromBinaryJava(byte[] bytes, Class<?> manifest) {
    throw new IllegalStateException("an embedded runtime reads nothing: serializer=" + binding);
  }
}
