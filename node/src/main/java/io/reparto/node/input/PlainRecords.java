package io.reparto.node.input;

/**
 * Cuts records without quotes. All structural positions of some hundred records are found first;
 * when every record has as many as it should, the fields of the selected columns follow from them
 * by counting alone. Otherwise the positions are walked record by record.
 */
final class PlainRecords {
  private static final int POSITIONS = 16 << 10;

  private final BadRecordHandler bad;
  private final int fields;
  private final int[] selected;
  private final byte delimiter;
  private final long delimiters;
  private final int recordsPerBatch;
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
    delimiters = StructuralScanner.pattern(delimiter);
    recordsPerBatch = Math.max(1, Math.min(ColumnBatch.CAPACITY, POSITIONS / fields));
    positions =
        new int
            [1 + recordsPerBatch * fields + StructuralScanner.STEP_BYTES + StructuralScanner.SLACK];
  }

  /**
   * Reads whole records from the buffer's position on, and moves it.
   *
   * @param recordLimit offset in the file from which records belong to the next partition
   * @return false if the record at the position needs {@link QuotedRecords}
   */
  boolean read(RecordBuffer buffer, long recordLimit, ColumnBatch batch) {
    scan(buffer.bytes, buffer.position, buffer.limit);
    int limit = buffer.index(recordLimit);
    int records = Math.min(count / fields, recordsPerBatch);
    if (records == 0
        || !hasLineFeedPerRecord(buffer.bytes, records)
        || !fillFields(buffer.bytes, records, batch)) {
      return readIrregular(buffer, limit, batch);
    }
    while (positions[(records - 1) * fields] + 1 >= limit) {
      records--;
    }
    batch.recordEdges(positions, fields, buffer.offset(1));
    batch.rows(records);
    buffer.position = positions[records * fields] + 1;
    return true;
  }

  private void scan(byte[] bytes, int from, int to) {
    positions[0] = from - 1;
    count = 1;
    lineFeeds = 0;
    sawQuote = false;
    int wanted = recordsPerBatch * fields;
    int at = from;
    while (at < to && count <= wanted) {
      int stop = at + Math.min(StructuralScanner.STEP_BYTES, (to - at + 7) & ~7);
      long result = StructuralScanner.step(bytes, at, stop, delimiters, positions, count);
      if (result < 0) {
        sawQuote = true;
        break;
      }
      count = (int) result;
      lineFeeds += (int) (result >>> 32);
      at = stop;
    }
    count--;
  }

  /** Whether there are as many line feeds among the positions of these records as records. */
  private boolean hasLineFeedPerRecord(byte[] bytes, int records) {
    int expected = lineFeeds;
    for (int k = records * fields + 1; k <= count; k++) {
      expected -= bytes[positions[k]] == '\n' ? 1 : 0;
    }
    return expected == records;
  }

  /**
   * Sets the fields of that many records as if each had as many positions as it should.
   *
   * @return whether the last of them is a line feed in every record; else they are not the fields
   */
  private boolean fillFields(byte[] bytes, int records, ColumnBatch batch) {
    boolean checked = false;
    for (int column = 0; column < selected.length; column++) {
      int field = selected[column];
      int[] starts = batch.starts(column);
      int[] ends = batch.ends(column);
      if (field < fields - 1) {
        fillField(positions, field, fields, starts, ends, records);
      } else if (fillLastField(bytes, positions, fields, starts, ends, records)) {
        checked = true;
      } else {
        return false;
      }
    }
    return checked || endInLineFeeds(bytes, positions, fields, records);
  }

  private static boolean endInLineFeeds(byte[] bytes, int[] positions, int stride, int records) {
    int difference = 0;
    for (int k = stride, end = records * stride; k <= end; k += stride) {
      difference |= bytes[positions[k]] ^ '\n';
    }
    return difference == 0;
  }

  private static void fillField(
      int[] positions, int field, int stride, int[] starts, int[] ends, int records) {
    for (int row = 0, k = field; row < records; row++, k += stride) {
      starts[row] = positions[k] + 1;
      ends[row] = positions[k + 1];
    }
  }

  /** As {@link #fillField}, and {@link #endInLineFeeds} on the way. */
  private static boolean fillLastField(
      byte[] bytes, int[] positions, int stride, int[] starts, int[] ends, int records) {
    int difference = 0;
    for (int row = 0, k = stride - 1; row < records; row++, k += stride) {
      int end = positions[k + 1];
      difference |= bytes[end] ^ '\n';
      starts[row] = positions[k] + 1;
      ends[row] = bytes[end - 1] == '\r' ? end - 1 : end;
    }
    return difference == 0;
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
    boolean hasMoreFieldsThanFit = count >= recordsPerBatch * fields;
    return lineFeedSeen || (!sawQuote && !hasMoreFieldsThanFit);
  }

  private void addRow(ColumnBatch batch, int row, int first, int recordEnd) {
    for (int column = 0; column < selected.length; column++) {
      int field = selected[column];
      batch.starts(column)[row] = positions[first + field] + 1;
      batch.ends(column)[row] = field == fields - 1 ? recordEnd : positions[first + field + 1];
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
