package io.reparto.protocol.serialization;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An object of any size in encoded pieces, each small enough for one message. Whoever wants it asks
 * for piece after piece, so that nothing is lost in a full queue and the receiver sets the pace.
 */
public final class Parts {

  /** The largest piece in bytes; Artery's frames hold twice as much. */
  public static final int MOST_BYTES = 128 * 1024;

  private Parts() {}

  /** The pieces in order, at least one. */
  public static List<byte[]> cut(Object object, KryoCodec codec, int mostBytes) {
    var pieces = new Pieces(mostBytes);
    codec.write(object, pieces);
    return pieces.cut();
  }

  /** Decodes all pieces in their order. */
  public static Object join(List<byte[]> pieces, KryoCodec codec) {
    return joinBuffers(pieces.stream().map(ByteBuffer::wrap).toList(), codec);
  }

  static Object joinBuffers(List<ByteBuffer> pieces, KryoCodec codec) {
    var streams = new ArrayList<InputStream>(pieces.size());
    for (ByteBuffer piece : pieces) {
      int offset = piece.arrayOffset() + piece.position();
      streams.add(new ByteArrayInputStream(piece.array(), offset, piece.remaining()));
    }
    return codec.read(new SequenceInputStream(Collections.enumeration(streams)));
  }
}
