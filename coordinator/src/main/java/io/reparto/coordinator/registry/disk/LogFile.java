package io.reparto.coordinator.registry.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * The file of a {@link DiskLog}: "reparto" in ASCII, the format's version (1 byte), then batches
 * ({@link LogBatch}). Not thread-safe; blocks.
 */
final class LogFile implements Closeable {
  private static final byte[] NAME = "reparto".getBytes(StandardCharsets.US_ASCII);
  private static final byte VERSION = 1;
  private static final int PIECE_BYTES = 1024 * 1024;

  /** Where the first batch is. */
  static final int START = NAME.length + 1;

  private final Path path;
  private final FileChannel channel;

  private LogFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** A new file, over one that may be there. */
  static LogFile create(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    var file = new LogFile(path, channel);
    byte[] start = Arrays.copyOf(NAME, START);
    start[NAME.length] = VERSION;
    try {
      file.write(start, 0);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return file;
  }

  /**
   * A file that is there.
   *
   * @throws IOException also if it is none of ours, or of another version
   */
  static LogFile open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    var file = new LogFile(path, channel);
    try {
      file.checkStart();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return file;
  }

  private void checkStart() throws IOException {
    byte[] start = read(0, (int) Math.min(START, size()));
    if (start.length < START || !Arrays.equals(NAME, Arrays.copyOf(start, NAME.length))) {
      throw new IOException("not a registry's file: file=" + path);
    }
    if (start[NAME.length] != VERSION) {
      throw new IOException(
          "registry's file is of another version of Reparto: file=%s, version=%d, known=%d"
              .formatted(path, start[NAME.length], VERSION));
    }
  }

  /**
   * The records of the batch at a position.
   *
   * @return empty if it is not there whole
   */
  Optional<byte[]> records(long position) throws IOException {
    long most = size() - position - LogBatch.HEAD_BYTES;
    if (most <= 0) {
      return Optional.empty();
    }
    ByteBuffer head = ByteBuffer.wrap(read(position, LogBatch.HEAD_BYTES));
    boolean marked = head.getInt() == LogBatch.MARKER;
    int length = head.getInt();
    if (!marked || length <= 0 || length > Math.min(most, LogBatch.MOST_RECORDS_BYTES)) {
      return Optional.empty();
    }
    byte[] records = read(position + LogBatch.HEAD_BYTES, length);
    return LogBatch.checksum(records) == head.getInt() ? Optional.of(records) : Optional.empty();
  }

  /** Whether a whole batch is anywhere behind a position. */
  boolean hasBatchAfter(long position) throws IOException {
    long size = size();
    for (long start = position + 1; start < size; start += PIECE_BYTES) {
      int bytes = (int) Math.min(PIECE_BYTES + Integer.BYTES - 1, size - start);
      ByteBuffer piece = ByteBuffer.wrap(read(start, bytes));
      for (int at = 0; at + Integer.BYTES <= bytes; at++) {
        if (piece.getInt(at) == LogBatch.MARKER && records(start + at).isPresent()) {
          return true;
        }
      }
    }
    return false;
  }

  byte[] read(long position, int bytes) throws IOException {
    byte[] read = new byte[bytes];
    ByteBuffer buffer = ByteBuffer.wrap(read);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException(
            "registry's file ended early: file=%s, byte=%d, sizeBytes=%d"
                .formatted(path, position, bytes));
      }
    }
    return read;
  }

  void write(byte[] bytes, long position) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer, position + buffer.position());
    }
  }

  long size() throws IOException {
    return channel.size();
  }

  void truncate(long size) throws IOException {
    channel.truncate(size);
  }

  /** Returns when the disk has it all. */
  void force() throws IOException {
    channel.force(false); // the length is forced, too
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
