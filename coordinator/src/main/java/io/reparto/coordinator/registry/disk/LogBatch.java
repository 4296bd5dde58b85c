package io.reparto.coordinator.registry.disk;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Records of a {@link DiskLog} that are written together, and count together or not at all. Not
 * thread-safe.
 *
 * <p>As bytes, all numbers big-endian: a marker (4 bytes), the length of the records (4), their
 * CRC-32C (4), the records; each of them the length of the key (2) and of the value (4), the key in
 * UTF-8, the value.
 */
final class LogBatch {
  static final int MARKER = 0x6261_7463; // "batc"
  static final int HEAD_BYTES = 3 * Integer.BYTES;
  static final int MOST_RECORDS_BYTES = 64 * 1024 * 1024;

  private static final int RECORD_HEAD_BYTES = Short.BYTES + Integer.BYTES;
  // So that a batch has room for many.
  private static final int MOST_RECORD_BYTES = MOST_RECORDS_BYTES / 4;

  private final ByteArrayOutputStream records = new ByteArrayOutputStream();
  private final List<Entry> entries = new ArrayList<>();

  /**
   * Where a record's value is.
   *
   * @param offset of the value, from the start of the batch
   * @param recordBytes with its head and key
   */
  record Entry(String key, int offset, int valueBytes, int recordBytes) {}

  /**
   * Adds a record.
   *
   * @param value not kept
   * @throws IllegalArgumentException if it is larger than any can be
   */
  void add(String key, byte[] value) {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    long bytes = (long) RECORD_HEAD_BYTES + name.length + value.length;
    if (bytes > MOST_RECORD_BYTES || name.length > 0xFFFF) {
      throw new IllegalArgumentException(
          "too large for the registry's file: key=" + key + ", sizeBytes=" + bytes);
    }
    ByteBuffer head = ByteBuffer.allocate(RECORD_HEAD_BYTES);
    head.putShort((short) name.length).putInt(value.length);
    records.writeBytes(head.array());
    records.writeBytes(name);
    entries.add(new Entry(key, HEAD_BYTES + records.size(), value.length, (int) bytes));
    records.writeBytes(value);
  }

  /** In the order in which they were added. */
  List<Entry> entries() {
    return List.copyOf(entries);
  }

  int sizeBytes() {
    return records.size() == 0 ? 0 : HEAD_BYTES + records.size();
  }

  byte[] toBytes() {
    byte[] body = records.toByteArray();
    return ByteBuffer.allocate(HEAD_BYTES + body.length)
        .putInt(MARKER)
        .putInt(body.length)
        .putInt(checksum(body))
        .put(body)
        .array();
  }

  static int checksum(byte[] records) {
    var checksum = new CRC32C();
    checksum.update(records);
    return (int) checksum.getValue();
  }

  /**
   * Finds the records of a batch.
   *
   * @param records with the right checksum, so that we have written them
   */
  static List<Entry> entries(byte[] records) {
    var entries = new ArrayList<Entry>();
    ByteBuffer in = ByteBuffer.wrap(records);
    while (in.hasRemaining()) {
      int start = in.position();
      int nameBytes = Short.toUnsignedInt(in.getShort());
      int valueBytes = in.getInt();
      String key = new String(records, in.position(), nameBytes, StandardCharsets.UTF_8);
      int value = in.position() + nameBytes;
      in.position(value + valueBytes);
      entries.add(new Entry(key, HEAD_BYTES + value, valueBytes, in.position() - start));
    }
    return entries;
  }
}
