package io.reparto.protocol.serialization;

import akka.actor.ExtendedActorSystem;
import akka.serialization.ByteBufferSerializer;
import akka.serialization.SerializerWithStringManifest;
import com.esotericsoftware.kryo.io.ByteBufferInputStream;
import com.esotericsoftware.kryo.io.ByteBufferOutputStream;
import io.reparto.protocol.message.PartialElement;
import java.nio.ByteBuffer;

/**
 * Akka's way to {@link KryoCodec}, for messages marked {@link io.reparto.protocol.message.Bulk}.
 */
public final class KryoSerializer extends SerializerWithStringManifest
    implements ByteBufferSerializer {
  private static final int IDENTIFIER = 742_001;
  private static final int ENVELOPE_BYTES = 2; // the format's version and the id of a class
  private static final int USUAL_BYTES = 128;

  private final ExtendedActorSystem system;

  public KryoSerializer(ExtendedActorSystem system) {
    this.system = system;
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object object) {
    return ""; // Kryo writes the class's id itself
  }

  @Override
  public byte[] toBinary(Object object) {
    return DataCodec.of(system).encode(object, expectedBytes(object));
  }

  // Frames are what a stream of partials is made of.
  private static int expectedBytes(Object object) {
    return object instanceof PartialElement.PartialFrame frame
        ? ENVELOPE_BYTES + FrameSerializer.encodedBytes(frame)
        : USUAL_BYTES;
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    return DataCodec.of(system).decode(bytes);
  }

  @Override
  public void toBinary(Object object, ByteBuffer buffer) {
    DataCodec.of(system).write(object, new ByteBufferOutputStream(buffer));
  }

  @Override
  public Object fromBinary(ByteBuffer buffer, String manifest) {
    return DataCodec.of(system).read(new ByteBufferInputStream(buffer));
  }
}
