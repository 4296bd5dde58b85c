package io.reparto.protocol.serialization;

import akka.actor.ExtendedActorSystem;
import akka.serialization.ByteBufferSerializer;
import akka.serialization.SerializerWithStringManifest;
import akka.stream.impl.streamref.StreamRefsProtocol.SequencedOnNext;
import akka.stream.serialization.StreamRefSerializer;
import io.reparto.protocol.message.PartialElement.PartialFrame;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Frames as elements of a stream reference, straight into Artery's buffer and out of it: one copy
 * on either side. Akka's own serializer wraps an element's bytes in a message of its own (four
 * copies to write, three to read). All other elements are left to that one.
 *
 * <p>The message is Akka's own affair, which no user's program should know; but Akka's version is
 * pinned (docs/adr/0001), and whoever moves it looks here. Thread-safe.
 */
public final class StreamedFrameSerializer extends SerializerWithStringManifest
    implements ByteBufferSerializer {
  private static final int IDENTIFIER = 742_002;
  private static final String FRAME = "frame";

  /** Number in the stream, offer, index, count, nanoseconds; the bytes are the rest. */
  private static final int HEAD_BYTES = 3 * Long.BYTES + 2 * Integer.BYTES;

  private final StreamRefSerializer others;

  public StreamedFrameSerializer(ExtendedActorSystem system) {
    others = new StreamRefSerializer(system);
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object object) {
    return isFrame(object) ? FRAME : others.manifest(object);
  }

  private static boolean isFrame(Object object) {
    return object instanceof SequencedOnNext<?> element
        && element.payload() instanceof PartialFrame;
  }

  @Override
  public byte[] toBinary(Object object) {
    if (!isFrame(object)) {
      return others.toBinary(object);
    }
    var element = (SequencedOnNext<?>) object;
    int bytes = ((PartialFrame) element.payload()).bytes().remaining();
    ByteBuffer buffer = ByteBuffer.allocate(HEAD_BYTES + bytes);
    write(element, buffer);
    return buffer.array();
  }

  @Override
  public void toBinary(Object object, ByteBuffer buffer) {
    if (isFrame(object)) {
      write((SequencedOnNext<?>) object, buffer);
    } else {
      buffer.put(others.toBinary(object));
    }
  }

  private static void write(SequencedOnNext<?> element, ByteBuffer buffer) {
    var frame = (PartialFrame) element.payload();
    ByteBuffer target = buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
    target.putLong(element.seqNr());
    target.putLong(frame.offer());
    target.putInt(frame.index());
    target.putInt(frame.count());
    target.putLong(frame.encodeNanos());
    target.put(frame.bytes().duplicate());
    buffer.position(buffer.position() + target.position());
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    return manifest.equals(FRAME)
        ? read(ByteBuffer.wrap(bytes))
        : others.fromBinary(bytes, manifest);
  }

  @Override
  public Object fromBinary(ByteBuffer buffer, String manifest) throws NotSerializableException {
    if (manifest.equals(FRAME)) {
      return read(buffer);
    }
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return others.fromBinary(bytes, manifest);
  }

  private static Object read(ByteBuffer buffer) throws NotSerializableException {
    if (buffer.remaining() < HEAD_BYTES) {
      throw new NotSerializableException("a frame cut short: bytes=" + buffer.remaining());
    }
    ByteBuffer source = buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
    long number = source.getLong();
    long offer = source.getLong();
    int index = source.getInt();
    int count = source.getInt();
    long encodeNanos = source.getLong();
    if (index < 0 || index >= count) {
      throw new NotSerializableException("no such frame: index=" + index + ", count=" + count);
    }
    var bytes = new byte[source.remaining()]; // the buffer is Artery's, which uses it again
    source.get(bytes);
    buffer.position(buffer.limit());
    return new SequencedOnNext<>(
        number, new PartialFrame(offer, index, count, ByteBuffer.wrap(bytes), encodeNanos));
  }
}
