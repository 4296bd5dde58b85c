package io.reparto.node.input;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Cuts records without quotes. All structural positions of some hundred records are found first;
 * when every record has as many as it should, the fields of the selected columns follow from them
 * by counting alone. Otherwise the positions are walked record by record.
 */
final class PlainRecords {
  private static final int POSITIONS = 16 << 10;

  /**
   * The first batches are small: a method is optimised once it has been called some hundreds of
   * times, whatever its loop has done in each call, and until then it is slow. Loops that run long
   * before are compiled twice, the first time for a jump into the middle (docs/adr/0006).
   */
  private static final int SMALL_BATCHES = 1000;

  private static final int SMALL_BATCH_RECORDS = 64;
  private static final int SMALL_BATCH_STEP_BYTES = 512;

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private final BadRecordHandler bad;
  private final int fields;
  private final int[] selected;
  private final byte delimiter;
  private final StructuralScanner scanner;
  private int recordsPerBatch;
  // The scan stops once it has found as many: what it finds beyond a batch it finds again.
  private int enough;
  private int stepBytes;
  private int smallBatches;
  // positions[0] is just before the first record; the k-th structural byte is at positions[k].
  private final int[] positions;
  private final int[] recordStarts = new int[ColumnBatch.CAPACITY];
  private int count;
  private int lineFeeds;
  private boolean sawQuote;

  PlainRecords(CsvFormat format, int[] selected, BadRecordHandler bad) {
    this.bad = bad;
    this.selected = selected.clone();
    fields = format.columns().size();
    delimiter = format.delimiter();
    scanner = new StructuralScanner(delimiter);
    batchesOf(ColumnBatch.CAPACITY, StructuralScanner.STEP_BYTES);
    positions = new int[1 + enough + StructuralScanner.STEP_BYTES + StructuralScanner.SLACK];
    batchesOf(SMALL_BATCH_RECORDS, SMALL_BATCH_STEP_BYTES);
  }

  private void batchesOf(int records, int bytesPerStep) {
    recordsPerBatch = Math.max(1, Math.min(records, POSITIONS / fields));
    enough = Math.max(fields, recordsPerBatch * fields * 3 / 4);
    stepBytes = bytesPerStep;
  }

  /**
   * Reads whole records from the buffer's position on, and moves it.
   *
   * @param recordLimit offset in the file from which records belong to the next partition
   * @return false if the record at the position needs {@link QuotedRecords}
   */
  boolean read(RecordBuffer buffer, long recordLimit, ColumnBatch batch) {
    if (smallBatches < SMALL_BATCHES && ++smallBatches == SMALL_BATCHES) {
      batchesOf(ColumnBatch.CAPACITY, StructuralScanner.STEP_BYTES);
    }
    scan(buffer.bytes, buffer.position, buffer.limit);
    int limit = buffer.index(recordLimit);
    int records = Math.min(count / fields, recordsPerBatch);
    if (records == 0 || !hasLineFeedPerRecord(buffer.bytes, records)) {
      return readIrregular(buffer, limit, batch);
    }
    int endings = endings(buffer.bytes, positions, fields, records);
    if (endings < 0) {
      return readIrregular(buffer, limit, batch);
    }
    while (positions[(records - 1) * fields] + 1 >= limit) {
      records--;
    }
    setSpans(buffer.bytes, records, endings > 0, batch);
    batch.recordEdges(positions, fields, buffer.offset(1));
    batch.rows(records);
    buffer.position = positions[records * fields] + 1;
    return true;
  }

  private void scan(byte[] bytes, int from, int to) {
    positions[0] = from - 1;
    int size = 1;
    lineFeeds = 0;
    sawQuote = false;
    for (int at = from; at < to && size <= enough; at += stepBytes) {
      int stop = Math.min(to, at + stepBytes);
      int found = scanner.scan(bytes, at, stop, positions, size);
      if (found == StructuralScanner.QUOTE) {
        sawQuote = true;
        break;
      }
      size = found;
      lineFeeds += scanner.lineFeeds();
    }
    count = size - 1;
  }

  /** Whether there are as many line feeds among the positions of these records as records. */
  private boolean hasLineFeedPerRecord(byte[] bytes, int records) {
    int expected = lineFeeds;
    // Not k <= count, which the JIT compiles again once it has to think of the largest count.
    for (int k = records * fields + 1, end = count + 1; k < end; k++) {
      expected -= bytes[positions[k]] == '\n' ? 1 : 0;
    }
    return expected == records;
  }

  /**
   * How many of the records end in a carriage return and a line feed; negative if not all end in a
   * line feed.
   */
  private static int endings(byte[] bytes, int[] positions, int fields, int records) {
    int difference = 0;
    int carriageReturns = 0;
    for (int record = 0, k = fields; record < records; record++, k += fields) {
      int ending = (short) SHORTS.get(bytes, positions[k] - 1);
      difference |= (ending ^ '\n') & 0xff;
      carriageReturns += (ending >> 8) == '\r' ? 1 : 0;
    }
    return difference == 0 ? carriageReturns : -1;
  }

  /** The fields of that many records, which all have as many positions as they should. */
  private void setSpans(byte[] bytes, int records, boolean hasReturns, ColumnBatch batch) {
    for (int column = 0; column < selected.length; column++) {
      int field = selected[column];
      batch.spans(column).stand(positions, field, fields);
      if (hasReturns && field == fields - 1) {
        copyLastFields(bytes, records, batch.spans(column));
      }
    }
  }

  private void copyLastFields(byte[] bytes, int records, FieldSpans spans) {
    spans.useOwn();
    for (int row = 0, k = fields - 1; row < records; row++, k += fields) {
      int start = positions[k] + 1;
      spans.put(row, start, endWithoutCarriageReturn(bytes, start, positions[k + 1]));
    }
  }

  private boolean readIrregular(RecordBuffer buffer, int limit, ColumnBatch batch) {
    byte[] bytes = buffer.bytes;
    int rows = 0;
    int first = 0;
    boolean lineFeedSeen = false;
    for (int k = 1; k <= count && rows < ColumnBatch.CAPACITY; k++) {
      if (bytes[positions[k]] == '\n') {
        int start = positions[first] + 1;
        if (start >= limit) {
          break;
        }
        lineFeedSeen = true;
        buffer.position = positions[k] + 1;
        int end = endWithoutCarriageReturn(bytes, start, positions[k]);
        if (k - first == fields) {
          recordStarts[rows] = start;
          addRow(batch, rows++, first, end);
        } else if (start < end) {
          bad.onBadRecord(wrongCount(buffer, start, end, fields, k - first, delimiter));
        }
        first = k;
      }
    }
    batch.recordEdges(recordStarts, 1, buffer.offset(0));
    batch.rows(rows);
    boolean hasMoreFieldsThanFit = count >= enough;
    return lineFeedSeen || (!sawQuote && !hasMoreFieldsThanFit);
  }

  private void addRow(ColumnBatch batch, int row, int first, int recordEnd) {
    for (int column = 0; column < selected.length; column++) {
      int field = selected[column];
      int end = field == fields - 1 ? recordEnd : positions[first + field + 1];
      batch.spans(column).put(row, positions[first + field] + 1, end);
    }
  }

  static int endWithoutCarriageReturn(byte[] bytes, int start, int lineFeed) {
    return lineFeed > start && bytes[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
  }

  static BadRecord wrongCount(
      RecordBuffer buffer, int start, int end, int fields, int found, byte delimiter) {
    return new BadRecord(
        buffer.path(),
        buffer.offset(start),
        "",
        BadRecord.shorten(buffer.bytes, start, end),
        fields
            + " fields between delimiters '"
            + (char) delimiter
            + "', found "
            + found
            + " (--delimiter sets another; a field that holds one needs quotes)");
  }
}
