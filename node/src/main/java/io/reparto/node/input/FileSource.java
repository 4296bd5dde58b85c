package io.reparto.node.input;

import io.reparto.protocol.job.InputRoots;
import io.reparto.protocol.job.InvalidJobException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A plain file. Read, not mapped: a mapped file that is cut short kills the JVM with SIGBUS instead
 * of failing the task.
 */
final class FileSource implements ByteSource {
  private final InputFile file;
  private final InputRoots roots;
  private final SeekableByteChannel channel;
  private long position;
  private long bytesRead;

  FileSource(InputFile file, long start, InputRoots roots) throws IOException {
    this.file = file;
    this.roots = roots;
    this.position = start;
    channel = roots.open(file.path());
    try {
      requireUnchanged();
      channel.position(start);
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
    int count = channel.read(ByteBuffer.wrap(into, offset, wanted));
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
    BasicFileAttributes now = roots.attributes(file.path());
    long modified = now.lastModifiedTime().toMillis();
    boolean sameTime = modified == file.modifiedMillis() || !roots.comparesTimes();
    if (now.size() != file.sizeBytes() || !sameTime) {
      throw changed(now.size(), modified);
    }
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
            + "; run the job again when nothing writes to the file; copies of it on several nodes must"
            + " have one modification time");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
