package io.reparto.node.input;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordWrapper;
import io.reparto.protocol.job.InvalidJobException;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/**
 * Cuts and unquotes records of a buffer that holds quotes. Where a record ends follows RFC 4180
 * (October 2005) read strictly: a quote opens a field only at its beginning, and closes it only
 * before a delimiter, a line break or a second quote. A record with quotes then goes through
 * FastCSV, which sees one char per byte; a record without is split as {@link PlainRecords} does, so
 * that the result for a record does not depend on its neighbours.
 */
final class QuotedRecords {

  /**
   * What ends a record for FastCSV. Not a line feed: FastCSV 3.7.0 takes one that follows a field
   * such as {@code "a\r"} for the second half of a line break and so loses the record.
   */
  private static final char RECORD_END = '\r';

  private final CsvFormat format;
  private final BadRecordHandler bad;
  private final int fields;
  private final byte delimiter;
  private final int[] selected;
  // By field of the file: its column in the batch, or -1.
  private final int[] columnOf;
  private final int[] recordStarts = new int[ColumnBatch.CAPACITY];
  private final int[] recordEnds = new int[ColumnBatch.CAPACITY];
  private final boolean[] hasQuotes = new boolean[ColumnBatch.CAPACITY];
  private byte[] scratch = new byte[1 << 16];
  private int scratchSize;

  QuotedRecords(CsvFormat format, int[] selected, BadRecordHandler bad) {
    this.format = format;
    this.bad = bad;
    this.selected = selected.clone();
    fields = format.columns().size();
    delimiter = format.delimiter();
    columnOf = new int[fields];
    Arrays.fill(columnOf, -1);
    for (int column = 0; column < selected.length; column++) {
      columnOf[selected[column]] = column;
    }
  }

  /**
   * The index just after the line feed that ends the record at the buffer's position.
   *
   * @return -1 if the record is not all there
   */
  static int recordEnd(byte delimiter, RecordBuffer buffer) {
    var machine = new QuoteMachine(delimiter);
    return machine.run(buffer.bytes, buffer.position, buffer.limit) ? machine.lineFeed() + 1 : -1;
  }

  /**
   * Reads whole records from the buffer's position on, and moves it past them; not at all if there
   * is none.
   *
   * @param recordLimit offset in the file from which records belong to the next partition
   */
  void read(RecordBuffer buffer, long recordLimit, ColumnBatch batch) throws IOException {
    int limit = buffer.index(recordLimit);
    int rows = 0;
    int bytesToCopy = 0;
    var machine = new QuoteMachine(delimiter);
    while (rows < ColumnBatch.CAPACITY
        && buffer.position < Math.min(limit, buffer.limit)
        && nextRecord(machine, buffer)) {
      int start = machine.start();
      int end = PlainRecords.endWithoutCarriageReturn(buffer.bytes, start, machine.lineFeed());
      if (machine.fault() != null) {
        report(buffer, machine, end);
      } else if (machine.fields() == fields) {
        recordStarts[rows] = start;
        recordEnds[rows] = end;
        hasQuotes[rows] = machine.hasQuotes();
        bytesToCopy += end - start;
        rows++;
      } else if (start < end) {
        bad.onBadRecord(
            PlainRecords.wrongCount(buffer, start, end, fields, machine.fields(), delimiter));
      }
    }
    scratchSize = RecordBuffer.PADDING;
    if (scratch.length < bytesToCopy + 2 * RecordBuffer.PADDING) {
      scratch = new byte[Math.max(scratch.length * 2, bytesToCopy + 2 * RecordBuffer.PADDING)];
    }
    batch.reset(buffer.path(), scratch);
    splitUnquoted(buffer.bytes, rows, batch);
    splitQuoted(buffer, rows, batch);
    batch.recordEdges(recordStarts, 1, buffer.offset(0));
    batch.rows(rows);
  }

  private boolean nextRecord(QuoteMachine machine, RecordBuffer buffer) {
    if (machine.run(buffer.bytes, buffer.position, buffer.limit)) {
      buffer.position = machine.lineFeed() + 1;
      return true;
    }
    if (buffer.atEnd()) {
      buffer.position = buffer.limit;
      bad.onBadRecord(
          new BadRecord(
              buffer.path(),
              buffer.offset(machine.start()),
              "",
              BadRecord.shorten(buffer.bytes, machine.start(), buffer.limit),
              "a closing quote before the end of the file"));
    }
    return false;
  }

  private void report(RecordBuffer buffer, QuoteMachine machine, int end) {
    String advice =
        format.multiline()
            ? "; quote the whole field and double the quotes in it"
            : "; quote the whole field and double the quotes in it, or, if a quoted field holds a"
                + " line break, use --multiline";
    bad.onBadRecord(
        new BadRecord(
            buffer.path(),
            buffer.offset(machine.start()),
            "",
            BadRecord.shorten(buffer.bytes, machine.start(), end),
            machine.fault() + " at byteOffset=" + buffer.offset(machine.faultAt()) + advice));
  }

  private void splitUnquoted(byte[] bytes, int rows, ColumnBatch batch) {
    for (int row = 0; row < rows; row++) {
      if (!hasQuotes[row]) {
        int start = recordStarts[row];
        for (int field = 0; field < fields; field++) {
          int end = start;
          while (end < recordEnds[row] && bytes[end] != delimiter) {
            end++;
          }
          int column = columnOf[field];
          if (column >= 0) {
            System.arraycopy(bytes, start, scratch, scratchSize, end - start);
            endField(batch, column, row, end - start);
          }
          start = end + 1;
        }
      }
    }
  }

  private void endField(ColumnBatch batch, int column, int row, int length) {
    batch.spans(column).put(row, scratchSize, scratchSize + length);
    scratchSize += length;
  }

  private void splitQuoted(RecordBuffer buffer, int rows, ColumnBatch batch) throws IOException {
    int quotedRows = 0;
    for (int row = 0; row < rows; row++) {
      quotedRows += hasQuotes[row] ? 1 : 0;
    }
    if (quotedRows == 0 || selected.length == 0) {
      return;
    }
    var handler = new FieldCopier(batch, rows);
    int parsed = 0;
    try (var records =
        de.siegmar.fastcsv.reader.CsvReader.builder()
            .fieldSeparator((char) delimiter)
            .skipEmptyLines(false)
            .acceptCharsAfterQuotes(false)
            .ignoreDifferentFieldCount(true)
            .maxBufferSize(Math.max(format.maximumRecordBytes(), 1 << 16))
            .build(handler, new QuotedReader(buffer.bytes, rows))) {
      for (Integer ignored : records) {
        parsed++;
      }
    }
    if (parsed != quotedRows) {
      throw new InvalidJobException(
          "quoted records cut otherwise than FastCSV does: file="
              + buffer.path()
              + ", byteOffset="
              + buffer.offset(recordStarts[0])
              + ", records="
              + quotedRows
              + ", parsed="
              + parsed);
    }
  }

  /** The bytes of the records with quotes, one char each, and {@link #RECORD_END}s. */
  private final class QuotedReader extends Reader {
    private final byte[] bytes;
    private final int rows;
    private int row = -1;
    private int at;
    private int end;

    QuotedReader(byte[] bytes, int rows) {
      this.bytes = bytes;
      this.rows = rows;
      at = end;
      nextRow();
    }

    private void nextRow() {
      do {
        row++;
      } while (row < rows && !hasQuotes[row]);
      if (row < rows) {
        at = recordStarts[row];
        end = recordEnds[row];
      }
    }

    @Override
    public int read(char[] into, int offset, int length) {
      int size = 0;
      while (row < rows && size < length) {
        int count = Math.min(length - size, end - at);
        for (int i = 0; i < count; i++) {
          into[offset + size + i] = (char) (bytes[at + i] & 0xff);
        }
        size += count;
        at += count;
        if (at == end && size < length) {
          into[offset + size++] = RECORD_END;
          nextRow();
        }
      }
      return size == 0 ? -1 : size;
    }

    @Override
    public void close() {}
  }

  /** Copies the selected fields into the scratch array. */
  private final class FieldCopier extends AbstractBaseCsvCallbackHandler<Integer> {
    private final ColumnBatch batch;
    private final int rows;
    private int row = -1;

    FieldCopier(ColumnBatch batch, int rows) {
      this.batch = batch;
      this.rows = rows;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
      do {
        row++;
      } while (row < rows && !hasQuotes[row]); // called once more at the end
    }

    @Override
    protected void handleField(int field, char[] chars, int offset, int length, boolean isQuoted) {
      int column = columnOf[field];
      if (column >= 0) {
        for (int i = 0; i < length; i++) {
          scratch[scratchSize + i] = (byte) chars[offset + i];
        }
        endField(batch, column, row, length);
      }
    }

    @Override
    protected RecordWrapper<Integer> buildRecord() {
      return wrapRecord(row);
    }
  }
}
