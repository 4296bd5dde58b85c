package io.reparto.node.input;

import io.reparto.protocol.job.InvalidJobException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A plain file. Read, not mapped: a mapped file that is cut short kills the JVM with SIGBUS instead
 * of failing the task.
 */
final class FileSource implements ByteSource {
  private final InputFile file;
  private final FileChannel channel;
  private long position;
  private long bytesRead;

  FileSource(InputFile file, long start) throws IOException {
    this.file = file;
    this.position = start;
    try {
      channel = FileChannel.open(Path.of(file.path()), StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw gone(e);
    }
    try {
      requireUnchanged();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int wanted = (int) Math.min(length, file.sizeBytes() - position);
    if (wanted == 0) {
      return -1;
    }
    int count = channel.read(ByteBuffer.wrap(into, offset, wanted), position);
    if (count < 0) {
      requireUnchanged();
      throw changed(position, file.modifiedMillis()); // cut short, but already whole again
    }
    position += count;
    bytesRead += count;
    return count;
  }

  /** Bytes from here to the end of the file. */
  long remaining() {
    return file.sizeBytes() - position;
  }

  @Override
  public long storedBytesRead() {
    return bytesRead;
  }

  @Override
  public void requireUnchanged() throws IOException {
    BasicFileAttributes now;
    try {
      now = Files.readAttributes(Path.of(file.path()), BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      throw gone(e);
    }
    long modified = now.lastModifiedTime().toMillis();
    if (now.size() != file.sizeBytes() || modified != file.modifiedMillis()) {
      throw changed(now.size(), modified);
    }
  }

  private InvalidJobException gone(NoSuchFileException cause) {
    return new InvalidJobException(
        "input is gone since planning: file="
            + file.path()
            + "; run the job again when the file is back",
        cause);
  }

  private InvalidJobException changed(long sizeBytes, long modifiedMillis) {
    return new InvalidJobException(
        "input changed since planning: file="
            + file.path()
            + ", expectedBytes="
            + file.sizeBytes()
            + ", bytes="
            + sizeBytes
            + ", expectedModifiedMillis="
            + file.modifiedMillis()
            + ", modifiedMillis="
            + modifiedMillis
            + "; run the job again when nothing writes to the file");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
