package io.reparto.node.input;

import io.reparto.protocol.job.InputRoots;
import java.io.IOException;

/**
 * Reads the records of one partition after the other into batches. Not thread-safe; keeps its
 * buffers from partition to partition.
 *
 * <p>A record belongs to the partition in which it starts. Records without quotes are cut by {@link
 * PlainRecords}; from the first quote on the buffer goes through {@link QuotedRecords}. In a file
 * of several columns an empty line is no record; in a file of one column it is a null.
 */
public final class CsvReader implements AutoCloseable {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final CsvFormat format;
  private final InputRoots roots;
  private final RecordBuffer buffer;
  private final PlainRecords plain;
  private final QuotedRecords quoted;
  private ByteSource source;
  private CsvPartition partition;
  private long bytesRead;
  private long begin;
  private long recordLimit;
  private boolean done = true;
  private RecordContinuity continuity = RecordContinuity.EMPTY;

  /**
   * A reader without a partition yet.
   *
   * @param selected the columns to deliver, as numbers of {@link CsvFormat#columns()}, each at most
   *     once; column i of a batch is selected[i]
   * @param bad told of every record of wrong form; each is left out
   * @param roots where the files may lie
   */
  public CsvReader(CsvFormat format, int[] selected, BadRecordHandler bad, InputRoots roots) {
    this.format = format;
    this.roots = roots;
    buffer = new RecordBuffer(format.maximumRecordBytes());
    plain = new PlainRecords(format, selected, bad);
    quoted = new QuotedRecords(format, selected, bad);
  }

  /**
   * Starts on a partition; ends the one before.
   *
   * @throws io.reparto.protocol.job.InvalidJobException if the file has changed since it was
   *     planned
   * @throws io.reparto.protocol.job.InputUnavailableException if it can't be read here
   */
  public void open(CsvPartition next) throws IOException {
    closeSource();
    partition = next;
    bytesRead = 0;
    continuity = RecordContinuity.EMPTY;
    InputFile file = next.file();
    long from = Math.max(0, next.start() - 1);
    source = ByteSource.open(file, from, roots);
    recordLimit = file.isGzip() ? RecordBuffer.NO_END : next.end();
    buffer.start(source, file.path(), from, recordLimit);
    done = next.start() == 0 ? !beginFile() : !beginInside();
  }

  /** Skips byte order mark and header; false if no record follows them at all. */
  private boolean beginFile() throws IOException {
    begin = 0;
    while (buffer.limit - buffer.position < BYTE_ORDER_MARK.length && !buffer.atEnd()) {
      buffer.fill();
    }
    if (hasByteOrderMark(buffer.bytes, buffer.position, buffer.limit)) {
      buffer.position += BYTE_ORDER_MARK.length;
      // The first record starts at byte 0 all the same, however short the partition.
      recordLimit = Math.max(recordLimit, BYTE_ORDER_MARK.length + 1L);
    }
    if (format.header()) {
      int end = QuotedRecords.recordEnd(format.delimiter(), buffer);
      while (end < 0 && !buffer.atEnd()) {
        buffer.fill();
        end = QuotedRecords.recordEnd(format.delimiter(), buffer);
      }
      buffer.position = end < 0 ? buffer.limit : end;
    }
    return true;
  }

  static boolean hasByteOrderMark(byte[] bytes, int from, int to) {
    return to - from >= BYTE_ORDER_MARK.length
        && bytes[from] == BYTE_ORDER_MARK[0]
        && bytes[from + 1] == BYTE_ORDER_MARK[1]
        && bytes[from + 2] == BYTE_ORDER_MARK[2];
  }

  /** Goes to the first line feed at or after start - 1; false if no record starts behind one. */
  private boolean beginInside() throws IOException {
    while (true) {
      int to = Math.min(buffer.limit, buffer.index(partition.end() - 1));
      for (int i = buffer.position; i < to; i++) {
        if (buffer.bytes[i] == '\n') {
          buffer.position = i + 1;
          begin = buffer.offset(i + 1);
          return true;
        }
      }
      buffer.position = buffer.limit;
      if (buffer.offset(buffer.limit) >= partition.end() - 1) {
        return false;
      }
      buffer.fill();
    }
  }

  /**
   * Fills {@code batch} with the next 1 to {@link ColumnBatch#CAPACITY} records.
   *
   * @param batch with as many columns as were selected
   * @return false, with no rows, when the partition is done
   * @throws io.reparto.protocol.job.InvalidJobException if the file has changed since it was
   *     planned, or a record is longer than the format's maximum
   * @throws io.reparto.protocol.job.InputUnavailableException if it is gone
   */
  public boolean next(ColumnBatch batch) throws IOException {
    batch.reset(buffer.path(), buffer.bytes);
    while (!done) {
      if (buffer.offset(buffer.position) >= recordLimit
          || (buffer.atEnd() && buffer.position == buffer.limit)) {
        finish();
      } else {
        int before = buffer.position;
        boolean plainRecords = plain.read(buffer, recordLimit, batch);
        if (!plainRecords) {
          quoted.read(buffer, recordLimit, batch);
        }
        if (batch.rows() > 0) {
          return true;
        }
        if (buffer.position == before) {
          buffer.fill();
          batch.reset(buffer.path(), buffer.bytes);
        }
      }
    }
    return false;
  }

  private void finish() throws IOException {
    done = true;
    if (!partition.file().isGzip()) {
      long end = Math.min(buffer.offset(buffer.position), partition.file().sizeBytes());
      continuity = RecordContinuity.of(partition.fileIndex(), begin, end);
    }
    source.requireUnchanged();
    closeSource();
  }

  private void closeSource() throws IOException {
    if (source != null) {
      bytesRead = source.storedBytesRead();
      source.close();
      source = null;
    }
  }

  /** Bytes of the partition read so far, as stored (compressed, if so). */
  public long bytesRead() {
    return source == null ? bytesRead : source.storedBytesRead();
  }

  /** What the partition proves about its neighbours; complete once {@link #next} gave false. */
  public RecordContinuity continuity() {
    return continuity;
  }

  @Override
  public void close() {
    try {
      closeSource();
    } catch (IOException e) {
      // Only read from: nothing is lost.
    }
  }
}
