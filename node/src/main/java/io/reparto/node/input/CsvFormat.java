package io.reparto.node.input;

import io.reparto.protocol.job.InvalidJobException;
import java.util.ArrayList;
import java.util.List;

/**
 * The form that all files of a job share.
 *
 * @param delimiter the byte between fields: ASCII, no quote, no line break
 * @param header whether every file starts with a line of column names
 * @param multiline whether quoted fields may hold line breaks; each file is then one task
 * @param columns column names in file order, unique; at least one
 * @param types what each column is read as, inferred from a sample
 * @param maximumRecordBytes longest record accepted, its line break included
 */
public record CsvFormat(
    byte delimiter,
    boolean header,
    boolean multiline,
    List<String> columns,
    List<FieldType> types,
    int maximumRecordBytes) {

  public static final int DEFAULT_MAXIMUM_RECORD_BYTES = 64 << 20;

  public CsvFormat {
    columns = List.copyOf(columns);
    types = List.copyOf(types);
    if (columns.isEmpty() || columns.size() != types.size()) {
      throw new IllegalArgumentException(
          "one type per column: columns=" + columns.size() + ", types=" + types.size());
    }
  }

  /**
   * The number of the column of that name, from 0.
   *
   * @throws InvalidJobException if there is none; the message lists those there are
   */
  public int column(String name) {
    int index = columns.indexOf(name);
    if (index < 0) {
      throw new InvalidJobException("no such column: name=" + name + ", columns=" + columns);
    }
    return index;
  }

  public CsvFormat withType(int column, FieldType type) {
    var changed = new ArrayList<>(types);
    changed.set(column, type);
    return new CsvFormat(delimiter, header, multiline, columns, changed, maximumRecordBytes);
  }

  public CsvFormat withMaximumRecordBytes(int bytes) {
    return new CsvFormat(delimiter, header, multiline, columns, types, bytes);
  }
}
