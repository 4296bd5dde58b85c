package io.reparto.node.input;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

class CsvReaderPropertyTest {
  private static final char[] DELIMITERS = {',', ';', '\t', '|'};
  private static final String[] PLAIN = {
    "", "", "a", "-12.3", "Zürich", "日本", "x y", "0", "a longer field than eight bytes", ":", "'"
  };
  private static final String[] NEEDS_QUOTES = {"\"", "a\"b", "\"\"", ",;\t|", "a,b;c\td|e"};
  private static final String[] LINE_BREAKS = {"\n", "a\nb", "\r\n", "\r", "a\rz", "x\n\ny\r\nz"};

  private Path path;

  @BeforeTry
  void createFile() throws IOException {
    path = Files.createTempFile("reader", ".csv");
  }

  @AfterTry
  void deleteFile() throws IOException {
    Files.delete(path);
  }

  @Property(tries = 100)
  void givenNoQuotedLineBreaks_whenReadInPartitionsOfAnySize_thenRecordsAreThoseOfFastCsv(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int columns) throws IOException {
    var text = new CsvText(new Random(seed), columns, false);
    Files.write(path, text.bytes);
    assertThat(text.readByFastCsv()).isEqualTo(text.expected());

    for (int partitionBytes = 1; partitionBytes <= text.bytes.length + 1; partitionBytes++) {
      CsvReading reading = CsvReading.of(path, text.format(false), partitionBytes);

      assertThat(reading.rows()).as("partitionBytes=%d", partitionBytes).isEqualTo(text.expected());
      assertThat(reading.bad()).isEmpty();
      assertThat(reading.continuity().isBroken()).isFalse();
    }
  }

  @Property(tries = 100)
  void givenQuotedLineBreaks_whenReadInPartitionsOfAnySize_thenRecordsAreRightOrTheSplitIsRefused(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int columns) throws IOException {
    var text = new CsvText(new Random(seed), columns, true);
    Files.write(path, text.bytes);

    for (int partitionBytes = 1; partitionBytes <= text.bytes.length + 1; partitionBytes++) {
      CsvReading reading = CsvReading.of(path, text.format(false), partitionBytes);

      if (!reading.continuity().isBroken()) {
        assertThat(reading.rows())
            .as("partitionBytes=%d", partitionBytes)
            .isEqualTo(text.expected());
        assertThat(reading.bad()).isEmpty();
      } else {
        long offset = reading.continuity().brokenOffset();
        assertThat(text.quotedLineFeeds).contains((int) offset);
      }
    }
  }

  @Property(tries = 100)
  void givenQuotedLineBreaks_whenReadWithMultiline_thenRecordsAreThoseOfFastCsv(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int columns) throws IOException {
    var text = new CsvText(new Random(seed), columns, true);
    Files.write(path, text.bytes);

    CsvReading reading = CsvReading.of(path, text.format(true), 1);

    assertThat(reading.rows()).isEqualTo(text.expected());
    if (text.isReadRightByFastCsv()) {
      assertThat(reading.rows()).isEqualTo(text.readByFastCsv());
    }
    assertThat(reading.bad()).isEmpty();
  }

  /** A generated file and what it holds. */
  private static final class CsvText {
    private final char delimiter;
    private final boolean header;
    private final int columns;
    private final List<List<String>> values = new ArrayList<>();
    private final List<Integer> quotedLineFeeds = new ArrayList<>();
    private final String text;
    private final byte[] bytes;

    CsvText(Random random, int columns, boolean lineBreaks) {
      this.columns = columns;
      delimiter = DELIMITERS[random.nextInt(DELIMITERS.length)];
      header = random.nextBoolean();
      int quoting = random.nextInt(3);
      int endings = random.nextInt(3);
      boolean byteOrderMark = random.nextInt(4) == 0;
      var content = new StringBuilder();
      boolean terminated = true;
      int records = random.nextInt(9);
      for (int i = 0; i < records; i++) {
        var record = new ArrayList<String>();
        for (int column = 0; column < columns; column++) {
          content.append(column > 0 ? String.valueOf(delimiter) : "");
          content.append(field(random, quoting, lineBreaks, record));
        }
        boolean crlf = endings == 1 || (endings == 2 && random.nextBoolean());
        values.add(record);
        boolean last = i == records - 1 && random.nextBoolean();
        terminated = !last;
        content.append(last ? "" : crlf ? "\r\n" : "\n");
        if (columns > 1 && random.nextInt(8) == 0) {
          terminated = !last;
          content.append(last ? "" : "\n");
        }
      }
      // A last record of one empty field and no line break is no record.
      boolean endsInNothing = content.length() == 0 || content.charAt(content.length() - 1) == '\n';
      if (records > 0 && !terminated && endsInNothing) {
        values.remove(records - 1);
      }
      text = content.toString();
      bytes = (byteOrderMark ? "\ufeff" + text : text).getBytes(StandardCharsets.UTF_8);
      boolean inQuotes = false;
      for (int i = 0; i < bytes.length; i++) {
        inQuotes ^= bytes[i] == '"';
        if (inQuotes && bytes[i] == '\n') {
          quotedLineFeeds.add(i);
        }
      }
    }

    private static String field(
        Random random, int quoting, boolean lineBreaks, List<String> record) {
      String value = PLAIN[random.nextInt(PLAIN.length)];
      boolean quoted = false;
      if (quoting > 0 && random.nextInt(4) == 0) {
        value += NEEDS_QUOTES[random.nextInt(NEEDS_QUOTES.length)];
        quoted = true;
      }
      if (lineBreaks && random.nextInt(6) == 0) {
        value += LINE_BREAKS[random.nextInt(LINE_BREAKS.length)];
        quoted = true;
      }
      quoted |= quoting == 2 && random.nextBoolean();
      record.add(value);
      return quoted ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }

    CsvFormat format(boolean multiline) {
      return CsvReading.format(delimiter, header, multiline, columns);
    }

    List<List<String>> expected() {
      return withoutHeader(values);
    }

    /** FastCSV 3.7.0 loses a line feed after a field that holds a lone carriage return. */
    boolean isReadRightByFastCsv() {
      return !Pattern.compile("\r(?!\n)").matcher(text).find();
    }

    List<List<String>> readByFastCsv() {
      return withoutHeader(
          de.siegmar.fastcsv.reader.CsvReader.builder()
              .fieldSeparator(delimiter)
              .skipEmptyLines(columns > 1)
              .ofCsvRecord(text)
              .stream()
              .map(CsvRecord::getFields)
              .toList());
    }

    private List<List<String>> withoutHeader(List<List<String>> all) {
      return header && !all.isEmpty() ? all.subList(1, all.size()) : all;
    }
  }
}
