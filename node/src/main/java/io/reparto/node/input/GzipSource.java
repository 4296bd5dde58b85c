package io.reparto.node.input;

import io.reparto.protocol.job.InputRoots;
import io.reparto.protocol.job.InvalidJobException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A gzip file, of one member or several, decompressed as it is read. */
final class GzipSource implements ByteSource {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputFile file;
  private final FileSource stored;
  private final InputStream decompressed;

  GzipSource(InputFile file, InputRoots roots) throws IOException {
    this.file = file;
    this.stored = new FileSource(file, 0, roots);
    try {
      // GZIPInputStream looks for a further member only if available() says there is more.
      decompressed =
          new GZIPInputStream(
              new BufferedInputStream(new StoredStream(stored), BUFFER_BYTES), BUFFER_BYTES);
    } catch (ZipException | EOFException e) {
      stored.close();
      throw broken(e);
    } catch (IOException | RuntimeException e) {
      stored.close();
      throw e;
    }
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      return decompressed.read(into, offset, length);
    } catch (ZipException | EOFException e) {
      throw broken(e);
    }
  }

  private InvalidJobException broken(IOException cause) {
    return new InvalidJobException(
        "not a whole gzip file: file="
            + file.path()
            + ", bytesRead="
            + stored.storedBytesRead()
            + ", reason="
            + cause.getMessage(),
        cause);
  }

  @Override
  public long storedBytesRead() {
    return stored.storedBytesRead();
  }

  @Override
  public void requireUnchanged() throws IOException {
    stored.requireUnchanged();
  }

  @Override
  public void close() throws IOException {
    decompressed.close();
    stored.close();
  }

  private static final class StoredStream extends InputStream {
    private final FileSource source;
    private final byte[] one = new byte[1];

    StoredStream(FileSource source) {
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      return source.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return source.read(into, offset, length);
    }

    @Override
    public int available() {
      return (int) Math.min(Integer.MAX_VALUE, source.remaining());
    }
  }
}
