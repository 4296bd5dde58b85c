package io.reparto.node.input;

import io.reparto.protocol.job.InputRoots;
import io.reparto.protocol.job.InvalidJobException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds out the form of the input from the heads of its files: the delimiter from the first file
 * that is not empty, the column names from each file's first record, the types from the first
 * {@value #SAMPLE_BYTES} bytes of the first file that has records. Depends on the files and options
 * alone.
 */
public final class CsvSniffer {
  static final int SAMPLE_BYTES = 256 << 10;
  private static final int SAMPLE_RECORDS = 4 * ColumnBatch.CAPACITY;

  private CsvSniffer() {}

  /**
   * The form that the files share, and what is to be known about it.
   *
   * @param roots where the files may lie
   * @throws InvalidJobException if a file is no CSV text, if columns differ, or if all files are
   *     empty and the options don't name the columns
   */
  public static SniffedCsv sniff(List<InputFile> files, CsvOptions options, InputRoots roots)
      throws IOException {
    InputFile first = null;
    CsvHead firstHead = null;
    byte delimiter = 0;
    for (InputFile file : files) {
      if (file.sizeBytes() > 0) {
        CsvHead head = CsvHead.read(file, roots);
        if (firstHead == null) {
          first = file;
          firstHead = head;
          delimiter = (byte) options.delimiter().orElseGet(head::likelyDelimiter);
        } else {
          requireSameColumns(first, firstHead, file, head, delimiter, options.header());
        }
      }
    }
    if (firstHead == null) {
      return empty(files, options);
    }
    List<String> firstRecord = firstHead.firstRecord(delimiter);
    List<String> columns = columnNames(first, firstRecord, options);
    CsvFormat format = textFormat(delimiter, columns, options);
    List<TypeInference> inferred = sample(files, format, roots);
    var unseen = new HashSet<String>();
    for (int column = 0; column < columns.size(); column++) {
      if (!inferred.get(column).sawValue()) {
        unseen.add(columns.get(column));
      }
    }
    return new SniffedCsv(
        withTypes(format, inferred.stream().map(TypeInference::type).toList()),
        unseen,
        options.header() ? renamed(firstRecord, columns) : List.of());
  }

  /** Files without a byte: right if the user has named the columns. */
  private static SniffedCsv empty(List<InputFile> files, CsvOptions options) {
    if (options.header() || options.columns().isEmpty()) {
      throw new InvalidJobException(
          "the input is empty, so it has no columns: files="
              + files.stream().map(InputFile::path).limit(10).toList()
              + "; for a result without rows name them: --no-header --columns NAMES");
    }
    List<String> columns = columnNames(files.get(0), options.columns(), options);
    return new SniffedCsv(
        textFormat((byte) options.delimiter().orElse(','), columns, options),
        new HashSet<>(columns),
        List.of());
  }

  private static CsvFormat textFormat(byte delimiter, List<String> columns, CsvOptions options) {
    return new CsvFormat(
        delimiter,
        options.header(),
        options.multiline(),
        columns,
        Collections.nCopies(columns.size(), FieldType.TEXT),
        CsvFormat.DEFAULT_MAXIMUM_RECORD_BYTES);
  }

  private static void requireSameColumns(
      InputFile first,
      CsvHead firstHead,
      InputFile file,
      CsvHead head,
      byte delimiter,
      boolean header) {
    List<String> expected = firstHead.firstRecord(delimiter);
    List<String> found = head.firstRecord(delimiter);
    if (header && !expected.equals(found)) {
      byte own = (byte) head.likelyDelimiter();
      if (own != delimiter && expected.equals(head.firstRecord(own))) {
        throw new InvalidJobException(
            "the files have different delimiters: file="
                + first.path()
                + ", delimiter="
                + word(delimiter)
                + "; file="
                + file.path()
                + ", delimiter="
                + word(own)
                + "; run one job for each");
      }
      int at = 0;
      while (at < Math.min(expected.size(), found.size())
          && expected.get(at).equals(found.get(at))) {
        at++;
      }
      throw new InvalidJobException(
          "the files have different headers: "
              + describe(first, at, expected)
              + "; "
              + describe(file, at, found)
              + "; run one job for each form, or give the files the same header (--no-header if"
              + " the first lines are data)");
    }
    if (!header && expected.size() != found.size()) {
      throw new InvalidJobException(
          "the files have different numbers of columns: file="
              + first.path()
              + ", columns="
              + expected.size()
              + "; file="
              + file.path()
              + ", columns="
              + found.size()
              + "; run one job for each form");
    }
  }

  private static String word(byte delimiter) {
    return delimiter == '\t' ? "tab" : "" + (char) delimiter;
  }

  private static String describe(InputFile file, int column, List<String> names) {
    String name = column < names.size() ? "'" + names.get(column) + "'" : "missing";
    return "file=" + file.path() + ", column " + (column + 1) + "=" + name;
  }

  private static List<String> columnNames(
      InputFile file, List<String> firstRecord, CsvOptions options) {
    if (options.header()) {
      return unique(firstRecord);
    }
    if (options.columns().isEmpty()) {
      return unique(Collections.nCopies(firstRecord.size(), ""));
    }
    if (options.columns().size() != firstRecord.size()) {
      throw new InvalidJobException(
          "--columns names another number of columns than the file has: file="
              + file.path()
              + ", columns="
              + firstRecord.size()
              + ", named="
              + options.columns().size());
    }
    if (new HashSet<>(options.columns()).size() != options.columns().size()) {
      throw new InvalidJobException("--columns names one twice: columns=" + options.columns());
    }
    return options.columns();
  }

  /** As DuckDB names them: an empty name is column and its number from 0, a second x is x_1. */
  static List<String> unique(List<String> names) {
    var taken = new HashSet<>(names);
    var seen = new HashSet<String>();
    var result = new ArrayList<String>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).isEmpty() ? "column" + i : names.get(i);
      boolean isNew = !names.get(i).isEmpty() || !taken.contains(name);
      result.add(isNew && seen.add(name) ? name : numbered(name, taken, seen));
    }
    return result;
  }

  private static String numbered(String name, Set<String> taken, Set<String> seen) {
    int number = 1;
    while (taken.contains(name + "_" + number) || !seen.add(name + "_" + number)) {
      number++;
    }
    return name + "_" + number;
  }

  private static List<String> renamed(List<String> header, List<String> columns) {
    var renamed = new ArrayList<String>();
    for (int column = 0; column < header.size(); column++) {
      String name = header.get(column);
      if (!name.isEmpty() && !name.equals(columns.get(column))) {
        renamed.add("column " + (column + 1) + " " + name + " is " + columns.get(column));
      }
    }
    return renamed;
  }

  private static CsvFormat withTypes(CsvFormat format, List<FieldType> types) {
    return new CsvFormat(
        format.delimiter(),
        format.header(),
        format.multiline(),
        format.columns(),
        types,
        format.maximumRecordBytes());
  }

  /** The values of the first file that has records. */
  private static List<TypeInference> sample(
      List<InputFile> files, CsvFormat format, InputRoots roots) throws IOException {
    List<TypeInference> inferred =
        Stream.generate(TypeInference::new).limit(format.columns().size()).toList();
    for (InputFile file : files) {
      if (file.sizeBytes() > 0 && sample(file, format, roots, inferred)) {
        break;
      }
    }
    return inferred;
  }

  /** Whether the file has records. */
  private static boolean sample(
      InputFile file, CsvFormat format, InputRoots roots, List<TypeInference> inferred)
      throws IOException {
    int columns = format.columns().size();
    var batch = new ColumnBatch(columns);
    long end = Math.min(file.sizeBytes(), SAMPLE_BYTES);
    int records = 0;
    int[] all = IntStream.range(0, columns).toArray();
    try (var reader = new CsvReader(format, all, bad -> {}, roots)) {
      reader.open(new CsvPartition(0, 0, file, 0, end));
      while (records < SAMPLE_RECORDS && reader.next(batch)) {
        for (int column = 0; column < columns; column++) {
          inferred.get(column).add(batch, column);
        }
        records += batch.rows();
        if (batch.recordOffset(batch.rows() - 1) >= SAMPLE_BYTES) {
          break; // a gzip file is one partition
        }
      }
    }
    return records > 0;
  }
}
