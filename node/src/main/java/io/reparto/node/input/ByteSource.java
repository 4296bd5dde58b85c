package io.reparto.node.input;

import io.reparto.protocol.job.InputRoots;
import java.io.IOException;

/** The decompressed bytes of a partition's file from some offset on. */
interface ByteSource extends AutoCloseable {

  /**
   * Opens a file as it was planned.
   *
   * @param start where to begin; 0 for a gzip file
   * @param roots where it may lie
   * @throws io.reparto.protocol.job.InvalidJobException if the file is another now
   * @throws io.reparto.protocol.job.InputUnavailableException if it can't be read here
   */
  static ByteSource open(InputFile file, long start, InputRoots roots) throws IOException {
    return file.isGzip() ? new GzipSource(file, roots) : new FileSource(file, start, roots);
  }

  /**
   * Reads up to {@code length} bytes, at least one unless the file is at its end.
   *
   * @return how many were read; -1 at the end of the file
   * @throws io.reparto.protocol.job.InvalidJobException if the file ends before it should
   */
  int read(byte[] into, int offset, int length) throws IOException;

  /** Bytes read so far, as stored. */
  long storedBytesRead();

  /**
   * Checks once more that the file is the one that was planned.
   *
   * @throws io.reparto.protocol.job.InvalidJobException if not
   * @throws io.reparto.protocol.job.InputUnavailableException if it is gone
   */
  void requireUnchanged() throws IOException;

  @Override
  void close() throws IOException;
}
