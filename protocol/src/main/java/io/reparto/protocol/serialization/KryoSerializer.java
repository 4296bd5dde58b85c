package io.reparto.protocol.serialization;

import akka.actor.ExtendedActorSystem;
import akka.serialization.ByteBufferSerializer;
import akka.serialization.SerializerWithStringManifest;
import com.esotericsoftware.kryo.io.ByteBufferInputStream;
import com.esotericsoftware.kryo.io.ByteBufferOutputStream;
import java.nio.ByteBuffer;

/**
 * Akka's way to {@link KryoCodec}, for messages marked {@link io.reparto.protocol.message.Bulk}.
 */
public final class KryoSerializer extends SerializerWithStringManifest
    implements ByteBufferSerializer {
  private static final int IDENTIFIER = 742_001;

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
    return DataCodec.of(system).encode(object);
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
