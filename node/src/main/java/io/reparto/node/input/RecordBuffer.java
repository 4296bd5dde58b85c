package io.reparto.node.input;

import io.reparto.protocol.job.InvalidJobException;
import java.io.IOException;
import java.util.Arrays;

/**
 * A window on a file that slides forward: the bytes of the file from {@code base + index} on are at
 * {@code bytes[index]}, for {@code position} to {@code limit}. Holds at least the record that
 * begins at {@code position}, and grows for it.
 */
final class RecordBuffer {

  /** An offset beyond any file's, from which no sum or difference overflows. */
  static final long NO_END = Long.MAX_VALUE >> 1;

  /** Readable bytes kept before the first and after the last byte held. */
  static final int PADDING = 16;

  /** Fits the second-level cache together with what the operating system copies from. */
  private static final int START_BYTES = 128 << 10;

  private static final int TAIL_BYTES = 4096;

  private final int maximumRecordBytes;
  byte[] bytes = new byte[PADDING + START_BYTES + PADDING];
  int position;
  int limit;
  private long base;
  private long softEnd;
  private boolean atEnd;
  private String path = "";
  private ByteSource source;

  RecordBuffer(int maximumRecordBytes) {
    this.maximumRecordBytes = maximumRecordBytes;
  }

  /**
   * Starts on a file.
   *
   * @param offset of the first byte that {@code from} yields
   * @param end beyond it only as much is read as the last record needs
   */
  void start(ByteSource from, String name, long offset, long end) {
    source = from;
    path = name;
    position = PADDING;
    limit = PADDING;
    base = offset - PADDING;
    softEnd = end;
    atEnd = false;
  }

  /** The offset in the file of {@code bytes[index]}. */
  long offset(int index) {
    return base + index;
  }

  /** The index of an offset in the file, or the nearest that fits an int. */
  int index(long offset) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, offset - base));
  }

  /** Whether nothing follows what is held. */
  boolean atEnd() {
    return atEnd;
  }

  String path() {
    return path;
  }

  /**
   * Reads more behind what is held, after dropping what lies before {@code position}; indexes
   * change. At the end of the file a missing last line feed is added.
   *
   * @throws InvalidJobException if the record at {@code position} is longer than the maximum
   */
  void fill() throws IOException {
    int kept = limit - position;
    if (kept >= maximumRecordBytes) {
      throw new InvalidJobException(
          "record too long: file="
              + path
              + ", byteOffset="
              + offset(position)
              + ", maximumBytes="
              + maximumRecordBytes
              + "; a quote that is never closed, or a quoted field with a line break (use"
              + " --multiline), makes records long, too");
    }
    System.arraycopy(bytes, position, bytes, PADDING, kept);
    base += position - PADDING;
    position = PADDING;
    limit = PADDING + kept;
    bytes[PADDING - 1] = 0; // no carriage return before an empty first field
    int space = bytes.length - PADDING - limit;
    if (space < TAIL_BYTES) {
      int grown = (int) Math.min(bytes.length * 2L, Integer.MAX_VALUE - 64);
      bytes = Arrays.copyOf(bytes, grown);
      space = bytes.length - PADDING - limit;
    }
    long untilEnd = softEnd - offset(limit);
    long wanted = untilEnd > 0 ? untilEnd : Math.max(TAIL_BYTES, kept);
    // Never more than one longest record, so that whether it fits does not depend on luck.
    int most = Math.min(space, maximumRecordBytes - kept);
    int count = source.read(bytes, limit, (int) Math.min(most, wanted));
    if (count < 0) {
      atEnd = true;
      if (kept > 0 && bytes[limit - 1] != '\n') {
        bytes[limit++] = '\n';
      }
    } else {
      limit += count;
    }
    Arrays.fill(bytes, limit, limit + PADDING, (byte) 0); // the last word read must match nothing
  }
}
