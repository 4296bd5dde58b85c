package io.reparto.node.input;

import io.reparto.protocol.job.InputRoots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** What a job would read: all partitions of one file, one after the other, with one reader. */
record CsvReading(
    List<List<String>> rows,
    List<Long> recordOffsets,
    List<BadRecord> bad,
    RecordContinuity continuity) {

  static InputFile file(Path path) throws IOException {
    return new InputFile(
        path.toString(), Files.size(path), Files.getLastModifiedTime(path).toMillis());
  }

  /** Columns c0, c1 … of text. */
  static CsvFormat format(char delimiter, boolean header, boolean multiline, int columns) {
    return new CsvFormat(
        (byte) delimiter,
        header,
        multiline,
        IntStream.range(0, columns).mapToObj(i -> "c" + i).toList(),
        Collections.nCopies(columns, FieldType.TEXT),
        CsvFormat.DEFAULT_MAXIMUM_RECORD_BYTES);
  }

  static CsvReading of(Path path, CsvFormat format, long partitionBytes) throws IOException {
    return of(path, format, partitionBytes, IntStream.range(0, format.columns().size()).toArray());
  }

  static CsvReading of(Path path, CsvFormat format, long partitionBytes, int... selected)
      throws IOException {
    CsvSplit split =
        CsvSplit.of(List.of(file(path)), format.multiline(), OptionalLong.of(partitionBytes));
    var rows = new ArrayList<List<String>>();
    var offsets = new ArrayList<Long>();
    var bad = new ArrayList<BadRecord>();
    var continuity = RecordContinuity.EMPTY;
    var batch = new ColumnBatch(selected.length);
    try (var reader = new CsvReader(format, selected, bad::add, InputRoots.ANYWHERE)) {
      for (int task = 0; task < split.taskCount(); task++) {
        reader.open(split.partition(task));
        while (reader.next(batch)) {
          addRows(batch, selected.length, rows, offsets);
        }
        continuity = continuity.merge(reader.continuity());
      }
    }
    return new CsvReading(rows, offsets, bad, continuity);
  }

  private static void addRows(
      ColumnBatch batch, int columns, List<List<String>> rows, List<Long> offsets) {
    for (int row = 0; row < batch.rows(); row++) {
      var fields = new ArrayList<String>();
      for (int column = 0; column < columns; column++) {
        int start = batch.spans(column).start(row);
        int length = batch.spans(column).end(row) - start;
        fields.add(new String(batch.bytes(), start, length, StandardCharsets.UTF_8));
      }
      rows.add(fields);
      offsets.add(batch.recordOffset(row));
    }
  }
}
