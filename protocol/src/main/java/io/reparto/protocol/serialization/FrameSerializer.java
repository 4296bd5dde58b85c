package io.reparto.protocol.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.reparto.protocol.message.PartialElement.PartialFrame;
import java.nio.ByteBuffer;

/**
 * A frame is its bytes and little else: its length is known before it is written, and what is read
 * of an array stays in that array.
 */
final class FrameSerializer extends Serializer<PartialFrame> {
  private static final int OTHER_FIELDS_BYTES = 2 * Long.BYTES + 3 * Integer.BYTES;

  /** How long a frame is without the id of its class. */
  static int encodedBytes(PartialFrame frame) {
    return OTHER_FIELDS_BYTES + frame.bytes().remaining();
  }

  @Override
  public void write(Kryo kryo, Output output, PartialFrame frame) {
    ByteBuffer bytes = frame.bytes();
    output.writeLong(frame.offer());
    output.writeInt(frame.index());
    output.writeInt(frame.count());
    output.writeLong(frame.encodeNanos());
    output.writeInt(bytes.remaining());
    output.writeBytes(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
  }

  @Override
  public PartialFrame read(Kryo kryo, Input input, Class<? extends PartialFrame> type) {
    long offer = input.readLong();
    int index = input.readInt();
    int count = input.readInt();
    long encodeNanos = input.readLong();
    return new PartialFrame(offer, index, count, bytes(input, input.readInt()), encodeNanos);
  }

  private static ByteBuffer bytes(Input input, int length) {
    if (length < 0
        || (input.getInputStream() == null && length > input.limit() - input.position())) {
      throw new KryoException("a frame of another length than its bytes: length=" + length);
    }
    if (input.getInputStream() != null) {
      return ByteBuffer.wrap(input.readBytes(length));
    }
    ByteBuffer bytes = ByteBuffer.wrap(input.getBuffer(), input.position(), length).slice();
    input.setPosition(input.position() + length);
    return bytes;
  }
}
