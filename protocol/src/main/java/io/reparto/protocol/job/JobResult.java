package io.reparto.protocol.job;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The answer of a job: a table. Holds nothing that depends on time, machine or the number of
 * workers.
 *
 * @param columns at least one, all of the same size
 */
public record JobResult(List<Column> columns) {
  public JobResult {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a result needs a column: columns=[]");
    }
    int rows = columns.get(0).size();
    for (Column column : columns) {
      if (column.size() != rows) {
        throw new IllegalArgumentException(
            "columns differ in size: first=" + rows + ", " + column.name() + "=" + column.size());
      }
    }
  }

  public int rows() {
    return columns.get(0).size();
  }

  /**
   * SHA-256 of the canonical bytes, in lower-case hex. Canonical bytes: the number of columns, the
   * number of rows, then for each column in order its name (UTF-8, length before it), a type letter
   * (l, d or t) and its rows: one byte 0 for null, else 1 and the value: 8 bytes big-endian (for
   * doubles the bits of {@link Double#doubleToLongBits}, which has one NaN), or a length and UTF-8.
   * Lengths and the two numbers are 4 bytes big-endian.
   */
  public String digest() {
    MessageDigest sha;
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    var sink = new DigestSink(sha);
    sink.putInt(columns.size());
    sink.putInt(rows());
    for (Column column : columns) {
      byte[] name = column.name().getBytes(StandardCharsets.UTF_8);
      sink.putBytes(name, 0, name.length);
      if (column instanceof LongColumn longs) {
        sink.putByte('l');
        for (int row = 0; row < longs.size(); row++) {
          if (sink.putPresence(column, row)) {
            sink.putLong(longs.values()[row]);
          }
        }
      } else if (column instanceof DoubleColumn doubles) {
        sink.putByte('d');
        for (int row = 0; row < doubles.size(); row++) {
          if (sink.putPresence(column, row)) {
            sink.putLong(Double.doubleToLongBits(doubles.values()[row]));
          }
        }
      } else if (column instanceof TextColumn texts) {
        sink.putByte('t');
        for (int row = 0; row < texts.size(); row++) {
          if (sink.putPresence(column, row)) {
            int start = texts.offsets()[row];
            sink.putBytes(texts.bytes(), start, texts.offsets()[row + 1] - start);
          }
        }
      }
    }
    sink.flush();
    return HexFormat.of().formatHex(sha.digest());
  }

  /** Feeds the digest in large blocks: one call per value would cost more than the hash. */
  private static final class DigestSink {
    private final MessageDigest digest;
    private final ByteBuffer block = ByteBuffer.allocate(1 << 16);

    DigestSink(MessageDigest digest) {
      this.digest = digest;
    }

    private void reserve(int bytes) {
      if (block.remaining() < bytes) {
        flush();
      }
    }

    void flush() {
      digest.update(block.array(), 0, block.position());
      block.clear();
    }

    void putByte(int value) {
      reserve(1);
      block.put((byte) value);
    }

    boolean putPresence(Column column, int row) {
      boolean present = !column.isNull(row);
      putByte(present ? 1 : 0);
      return present;
    }

    void putInt(int value) {
      reserve(4);
      block.putInt(value);
    }

    void putLong(long value) {
      reserve(8);
      block.putLong(value);
    }

    void putBytes(byte[] bytes, int offset, int length) {
      putInt(length);
      if (length > block.capacity()) {
        flush();
        digest.update(bytes, offset, length);
        return;
      }
      reserve(length);
      block.put(bytes, offset, length);
    }
  }
}
