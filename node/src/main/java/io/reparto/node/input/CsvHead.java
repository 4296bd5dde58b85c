package io.reparto.node.input;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.reparto.protocol.job.InputRoots;
import io.reparto.protocol.job.InvalidJobException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The first bytes of a file, without a byte order mark. */
final class CsvHead {
  private static final int BYTES = 64 << 10;
  private static final byte[] DELIMITERS = {',', ';', '\t', '|'};
  private static final int LONGEST_BYTES = CsvFormat.DEFAULT_MAXIMUM_RECORD_BYTES;
  private static final int LINES = 20;

  private final InputFile file;
  private final byte[] bytes;
  private final boolean isWholeFile;

  private CsvHead(InputFile file, byte[] bytes, boolean isWholeFile) {
    this.file = file;
    this.bytes = bytes;
    this.isWholeFile = isWholeFile;
  }

  static CsvHead read(InputFile file, InputRoots roots) throws IOException {
    var bytes = new byte[BYTES];
    int size = 0;
    boolean atEnd = false;
    try (ByteSource source = ByteSource.open(file, 0, roots)) {
      while (!atEnd && (size < BYTES || !holdsLineFeed(bytes, size))) {
        if (size == bytes.length) {
          if (size > LONGEST_BYTES) {
            break;
          }
          bytes = Arrays.copyOf(bytes, 2 * size);
        }
        int count = source.read(bytes, size, bytes.length - size);
        atEnd = count < 0;
        size += Math.max(count, 0);
      }
    }
    FileSignature.of(bytes, size)
        .ifPresent(
            signature -> {
              throw new InvalidJobException(
                  "no CSV text: file=" + file.path() + ", " + signature.advice());
            });
    int from = CsvReader.hasByteOrderMark(bytes, 0, size) ? 3 : 0;
    return new CsvHead(file, Arrays.copyOfRange(bytes, from, size), atEnd);
  }

  private static boolean holdsLineFeed(byte[] bytes, int size) {
    for (int i = 0; i < size; i++) {
      if (bytes[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  /**
   * The candidate that parts the first record and as many of the next ones into the same number of
   * fields, two or more; of equals the one with more fields, then the first of comma, semicolon,
   * tab, bar. Comma if there is none.
   */
  int likelyDelimiter() {
    byte best = ',';
    long bestScore = 0;
    for (byte candidate : DELIMITERS) {
      long score = score(candidate);
      if (score > bestScore) {
        best = candidate;
        bestScore = score;
      }
    }
    return best;
  }

  private long score(byte candidate) {
    var machine = new QuoteMachine(candidate);
    int fields = 0;
    int agreeing = 0;
    int records = 0;
    byte[] padded = Arrays.copyOf(bytes, bytes.length + 2);
    padded[bytes.length] = '\n';
    int end = isWholeFile ? bytes.length + 1 : bytes.length;
    for (int at = 0; records < LINES && machine.run(padded, at, end); records++) {
      if (records == 0) {
        fields = machine.fields();
      }
      agreeing += machine.fields() == fields ? 1 : 0;
      at = machine.lineFeed() + 1;
    }
    return fields < 2 ? 0 : (long) agreeing << 32 | fields;
  }

  /**
   * The fields of the first record.
   *
   * @throws InvalidJobException if it does not end within the head
   */
  List<String> firstRecord(byte delimiter) {
    byte[] padded = Arrays.copyOf(bytes, bytes.length + 2);
    padded[bytes.length] = '\n';
    var machine = new QuoteMachine(delimiter);
    if (!machine.run(padded, 0, isWholeFile ? bytes.length + 1 : bytes.length)) {
      throw new InvalidJobException(
          "the first record does not end: file=" + file.path() + ", bytes=" + bytes.length);
    }
    if (machine.fault() != null) {
      throw new InvalidJobException(
          "the first record is malformed: file="
              + file.path()
              + ", byteOffset="
              + machine.faultAt()
              + ", expected: "
              + machine.fault());
    }
    int end = PlainRecords.endWithoutCarriageReturn(padded, 0, machine.lineFeed());
    String text = new String(padded, 0, end, StandardCharsets.UTF_8);
    return machine.hasQuotes() ? unquote(text, delimiter) : split(text, (char) delimiter);
  }

  private static List<String> split(String text, char delimiter) {
    var fields = new ArrayList<String>();
    int start = 0;
    for (int at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, start)) {
      fields.add(text.substring(start, at));
      start = at + 1;
    }
    fields.add(text.substring(start));
    return fields;
  }

  private static List<String> unquote(String text, byte delimiter) {
    var reader =
        de.siegmar.fastcsv.reader.CsvReader.builder()
            .fieldSeparator((char) delimiter)
            .ofCsvRecord(text);
    return reader.stream().findFirst().map(CsvRecord::getFields).orElse(List.of());
  }
}
