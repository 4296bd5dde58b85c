package io.reparto.coordinator.registry;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What one key of the registry holds: content, and the term of the coordinator that wrote it. An
 * empty content is a slot without a job.
 *
 * <p>As bytes: a format version, the term (8 bytes, big-endian), the content. Distributed Data sees
 * bytes only, so that what two nodes hold is the same if and only if its encoding is.
 *
 * @param term 0 if nobody has written the key
 * @param content not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record Cell(long term, byte[] content) {
  private static final byte FORMAT = 1;
  private static final int HEAD_BYTES = 1 + Long.BYTES;

  /** Of a key that nobody has written. */
  static final Cell UNWRITTEN = new Cell(0, new byte[0]);

  static Cell empty(long term) {
    return new Cell(term, new byte[0]);
  }

  boolean isEmpty() {
    return content.length == 0;
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(HEAD_BYTES + content.length)
        .put(FORMAT)
        .putLong(term)
        .put(content)
        .array();
  }

  /**
   * Reads a cell.
   *
   * @throws UnreadableException if another version of Reparto wrote it
   */
  static Cell of(byte[] bytes) {
    if (bytes.length < HEAD_BYTES || bytes[0] != FORMAT) {
      throw new UnreadableException(
          "registry was written in another format: format="
              + (bytes.length == 0 ? "none" : bytes[0])
              + ", sizeBytes="
              + bytes.length
              + "; use the version of Reparto that wrote it, or delete its directory");
    }
    long term = ByteBuffer.wrap(bytes).getLong(1);
    return new Cell(term, Arrays.copyOfRange(bytes, HEAD_BYTES, bytes.length));
  }
}
