package io.reparto.node.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparto.protocol.job.InputRoots;
import io.reparto.protocol.job.InputUnavailableException;
import io.reparto.protocol.job.InvalidJobException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {
  private static final CsvFormat TWO = CsvReading.format(',', false, false, 2);

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = directory.resolve("input.csv");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 5, 100})
  void givenShortAndLongRecordsThatTogetherHaveTheRightCount_whenRead_thenBothAreBad(
      long partitionBytes) throws IOException {
    CsvReading reading = read("a,b\nc\nd,e,f\ng,h\n", TWO, partitionBytes);

    assertThat(reading.rows()).containsExactly(List.of("a", "b"), List.of("g", "h"));
    assertThat(reading.recordOffsets()).containsExactly(0L, 12L);
    assertThat(reading.bad()).extracting(BadRecord::byteOffset).containsExactly(4L, 6L);
    assertThat(reading.bad()).extracting(BadRecord::value).containsExactly("c", "d,e,f");
    assertThat(reading.bad().get(1).expected()).startsWith("2 fields").contains("found 3");
  }

  /** As many as take a reader through its small batches at the beginning. */
  @Test
  void givenManyRecordsOfMixedForm_whenRead_thenEachIsRight() throws IOException {
    var random = new Random(11);
    var text = new StringBuilder();
    var expected = new ArrayList<List<String>>();
    for (int i = 0; i < 150_000; i++) {
      String name = "station".substring(random.nextInt(8)) + random.nextInt(1000);
      String value = random.nextInt(50) == 0 ? "" : String.valueOf(random.nextInt(100_000));
      expected.add(List.of(name, value));
      boolean quoted = i > 100_000 && random.nextInt(1000) == 0;
      text.append(quoted ? '"' + name + '"' : name).append(',').append(value);
      text.append(i > 120_000 && random.nextInt(500) == 0 ? "\r\n" : "\n");
      text.append(random.nextInt(4000) == 0 ? "\n" : "");
    }

    CsvReading reading = read(text.toString(), TWO, 1 << 20);

    assertThat(reading.rows()).isEqualTo(expected);
    assertThat(reading.bad()).isEmpty();
    assertThat(reading.continuity().isBroken()).isFalse();
  }

  @Test
  void givenABadRecordWithLineBreaks_whenDescribed_thenItIsOneLineAndSteersNoTerminal()
      throws IOException {
    CsvReading reading = read("a,b\r\n\"c\t\u001b[2J\r\nd,e\n", TWO, 100);

    assertThat(reading.bad())
        .extracting(BadRecord::value)
        .containsExactly("\"c\\t\uFFFD[2J\\r\\nd,e\\n");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 100})
  void givenAStrayQuote_whenRead_thenTheRecordIsBadWithItsOffset(long partitionBytes)
      throws IOException {
    CsvReading reading = read("a,b\n5\" pipe,3\nc,\"d\"\n", TWO, partitionBytes);

    assertThat(reading.rows()).containsExactly(List.of("a", "b"), List.of("c", "d"));
    assertThat(reading.bad()).hasSize(1);
    assertThat(reading.bad().get(0).byteOffset()).isEqualTo(4);
    assertThat(reading.bad().get(0).expected()).contains("byteOffset=5").contains("--multiline");
    assertThat(reading.continuity().isBroken()).isFalse();
  }

  @Test
  void givenTextAfterAClosingQuote_whenRead_thenTheRecordIsBad() throws IOException {
    CsvReading reading = read("\"a\"b,c\n\"d\",e\n", TWO, 100);

    assertThat(reading.rows()).containsExactly(List.of("d", "e"));
    assertThat(reading.bad().get(0).expected()).contains("after a closing quote");
  }

  @Test
  void givenALoneCarriageReturnBesideQuotes_whenRead_thenTheRecordIsBad() throws IOException {
    CsvReading reading = read("a\rb,c\n\"d\",e\rf\n", TWO, 100);

    assertThat(reading.rows()).containsExactly(List.of("a\rb", "c"));
    assertThat(reading.bad().get(0).expected()).contains("carriage return");
  }

  @Test
  void givenQuotedCarriageReturns_whenRead_thenNoRecordIsLost() throws IOException {
    CsvReading reading = read("\"a\r\",\"b\r\"\n\"\r\",\"\rx\"\nc,d\n", TWO, 100);

    assertThat(reading.rows())
        .containsExactly(List.of("a\r", "b\r"), List.of("\r", "\rx"), List.of("c", "d"));
  }

  @Test
  void givenAQuoteThatIsNeverClosed_whenRead_thenTheRestOfTheFileIsBad() throws IOException {
    CsvReading reading = read("a,b\n\"c,d\ne,f\n", TWO, 100);

    assertThat(reading.rows()).containsExactly(List.of("a", "b"));
    assertThat(reading.bad()).extracting(BadRecord::byteOffset).containsExactly(4L);
    assertThat(reading.bad().get(0).expected()).contains("a closing quote");
  }

  @Test
  void givenALineBreakInQuotesAtASeam_whenMerged_thenTheJobFailsWithItsOffset() throws IOException {
    CsvReading reading = read("a,b\n\"c\nd\",e\nf,g\n", TWO, 6);

    assertThatThrownBy(() -> reading.continuity().requireUnbroken(List.of(CsvReading.file(path))))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("file=" + path + ", byteOffset=6")
        .hasMessageContaining("--multiline");
  }

  @Test
  void givenEmptyLines_whenRead_thenTheyAreNoRecordsExceptInAFileOfOneColumn() throws IOException {
    String text = "\na,b\n\r\n\nc,d\n\n";

    assertThat(read(text, TWO, 3).rows()).containsExactly(List.of("a", "b"), List.of("c", "d"));
    assertThat(read(text, TWO, 3).bad()).isEmpty();
    assertThat(read("x\n\n\r\ny", CsvReading.format(',', false, false, 1), 2).rows())
        .containsExactly(List.of("x"), List.of(""), List.of(""), List.of("y"));
  }

  @Test
  void givenNothingButAHeader_whenRead_thenThereAreNoRecords() throws IOException {
    CsvFormat format = CsvReading.format(',', true, false, 2);

    assertThat(read("a,b", format, 1).rows()).isEmpty();
    assertThat(read("a,b\n", format, 2).rows()).isEmpty();
    assertThat(read("\ufeffa,b\r\n", format, 3).rows()).isEmpty();
    assertThat(read("", format, 1).rows()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {100_000, 1 << 20, 1 << 24})
  void givenFieldsOfAMebibyte_whenRead_thenTheyAreWhole(long partitionBytes) throws IOException {
    String plain = "x".repeat(1 << 20);
    String quoted = "y,\"\n".repeat(1 << 18);
    String text = plain + ",1\n2," + plain + "\n";
    CsvFormat multiline = CsvReading.format(',', false, true, 2);

    assertThat(read(text, TWO, partitionBytes).rows())
        .containsExactly(List.of(plain, "1"), List.of("2", plain));
    assertThat(read(text + "\"" + quoted.replace("\"", "\"\"") + "\",3", multiline, 1).rows())
        .containsExactly(List.of(plain, "1"), List.of("2", plain), List.of(quoted, "3"));
  }

  @Test
  void givenARecordOfTheMaximum_whenRead_thenOneByteMoreIsRefused() throws IOException {
    CsvFormat format = TWO.withMaximumRecordBytes(1000);
    String longest = "a,b\nc," + "x".repeat(997) + "\nd,e\n";

    assertThat(read(longest, format, 10_000).rows()).hasSize(3);
    assertThatThrownBy(() -> read(longest.replace("xx", "xxx"), format, 10_000))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("record too long")
        .hasMessageContaining("byteOffset=4")
        .hasMessageContaining("maximumBytes=1000");
  }

  @Test
  void givenManyBlocks_whenReadWithSomeColumns_thenFieldsAndOffsetsAreRight() throws IOException {
    int columns = 200;
    int records = 3000;
    var text = new StringBuilder();
    for (int record = 0; record < records; record++) {
      for (int column = 0; column < columns; column++) {
        text.append(column == 0 ? "" : ",").append(record * 7 + column);
      }
      text.append('\n');
    }
    Files.writeString(path, text);
    CsvFormat format = CsvReading.format(',', false, false, columns);

    CsvReading reading = CsvReading.of(path, format, 300_000, 199, 0, 57);

    assertThat(reading.rows()).hasSize(records);
    for (int record = 0; record < records; record++) {
      int first = record * 7;
      assertThat(reading.rows().get(record))
          .containsExactly("" + (first + 199), "" + first, "" + (first + 57));
      int offset = reading.recordOffsets().get(record).intValue();
      assertThat(text.substring(offset, text.indexOf(",", offset))).isEqualTo("" + first);
    }
  }

  @Test
  void givenARecordOfVeryManyFields_whenRead_thenItAloneIsBad() throws IOException {
    CsvReading reading = read("a,b\n" + ",".repeat(100_000) + "\nc,d\n", TWO, 1 << 20);

    assertThat(reading.rows()).containsExactly(List.of("a", "b"), List.of("c", "d"));
    assertThat(reading.bad()).hasSize(1);
    assertThat(reading.bad().get(0).expected()).contains("found 100001");
  }

  @Test
  void givenGzipOfSeveralMembers_whenRead_thenAllRecordsAreThere() throws IOException {
    path = directory.resolve("input.csv.gz");
    var stored = new ByteArrayOutputStream();
    stored.write(gzip("a,b\nc,"));
    stored.write(gzip("d\n" + "\"e\",f\n".repeat(100_000)));
    Files.write(path, stored.toByteArray());

    CsvReading reading = CsvReading.of(path, TWO, 10);

    assertThat(reading.rows()).hasSize(2 + 100_000);
    assertThat(reading.rows().get(1)).containsExactly("c", "d");
    assertThat(reading.rows().get(100_001)).containsExactly("e", "f");
  }

  @Test
  void givenATruncatedGzip_whenRead_thenTheErrorNamesTheFile() throws IOException {
    path = directory.resolve("input.csv.gz");
    byte[] whole = gzip("a,b\n".repeat(1000));
    Files.write(path, java.util.Arrays.copyOf(whole, whole.length - 10));

    assertThatThrownBy(() -> CsvReading.of(path, TWO, 10))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("not a whole gzip file: file=" + path);
  }

  @Test
  void givenAFileThatChanged_whenOpened_thenTheJobFails() throws IOException {
    Files.writeString(path, "a,b\nc,d\n");
    InputFile planned = CsvReading.file(path);
    var partition = new CsvPartition(0, 0, planned, 0, planned.sizeBytes());
    try (var reader =
        new CsvReader(TWO, new int[] {0}, BadRecordHandler.FAIL, InputRoots.ANYWHERE)) {
      Files.writeString(path, "e,f\n", StandardOpenOption.APPEND);
      assertThatThrownBy(() -> reader.open(partition))
          .isInstanceOf(InvalidJobException.class)
          .hasMessageContaining("input changed since planning: file=" + path)
          .hasMessageContaining("expectedBytes=8, bytes=12");

      Files.delete(path);
      assertThatThrownBy(() -> reader.open(partition))
          .isInstanceOf(InputUnavailableException.class)
          .hasMessage("input can't be read: path=" + path + ": no such file");
    }
  }

  @Test
  void givenAFileThatChangesWhileRead_whenThePartitionEnds_thenTheJobFails() throws IOException {
    Files.writeString(path, "a,b\n".repeat(10));
    InputFile planned = CsvReading.file(path);
    var batch = new ColumnBatch(1);
    try (var reader =
        new CsvReader(TWO, new int[] {0}, BadRecordHandler.FAIL, InputRoots.ANYWHERE)) {
      reader.open(new CsvPartition(0, 0, planned, 0, planned.sizeBytes()));
      assertThat(reader.next(batch)).isTrue();
      Files.setLastModifiedTime(path, FileTime.fromMillis(planned.modifiedMillis() + 1000));

      assertThatThrownBy(() -> reader.next(batch))
          .isInstanceOf(InvalidJobException.class)
          .hasMessageContaining("input changed since planning");
    }
  }

  @Test
  void givenCopiesWithTimesOfTheirOwn_whenRead_thenOnlyAnotherSizeFailsTheJob() throws IOException {
    Files.writeString(path, "a,b\n".repeat(10));
    InputFile planned = CsvReading.file(path);
    Files.setLastModifiedTime(path, FileTime.fromMillis(planned.modifiedMillis() + 1000));
    InputRoots roots = InputRoots.ANYWHERE.ofCopiesWithTimesOfTheirOwn();
    var batch = new ColumnBatch(1);
    try (var reader = new CsvReader(TWO, new int[] {0}, BadRecordHandler.FAIL, roots)) {
      var whole = new CsvPartition(0, 0, planned, 0, planned.sizeBytes());

      reader.open(whole);
      assertThat(reader.next(batch)).isTrue();
      assertThat(reader.next(batch)).isFalse();

      Files.writeString(path, "a,b\n".repeat(11));
      assertThatThrownBy(() -> reader.open(whole))
          .isInstanceOf(InvalidJobException.class)
          .hasMessageContaining("expectedBytes=40, bytes=44,");
    }
  }

  @Test
  void givenAFileCutShortWhileRead_whenItsEndIsMet_thenTheJobFails() throws IOException {
    Files.writeString(path, "a,b\n".repeat(200_000));
    InputFile planned = CsvReading.file(path);
    var batch = new ColumnBatch(1);
    try (var reader =
        new CsvReader(TWO, new int[] {0}, BadRecordHandler.FAIL, InputRoots.ANYWHERE)) {
      reader.open(new CsvPartition(0, 0, planned, 0, planned.sizeBytes()));
      assertThat(reader.next(batch)).isTrue();
      Files.writeString(path, "a,b\n");

      assertThatThrownBy(
              () -> {
                while (reader.next(batch)) {
                  assertThat(batch.rows()).isPositive();
                }
              })
          .isInstanceOf(InvalidJobException.class)
          .hasMessageContaining("input changed since planning")
          .hasMessageContaining("expectedBytes=800000, bytes=4,");
    }
  }

  @Test
  void givenAFileDeletedWhileRead_whenThePartitionEnds_thenTheInputIsUnavailable()
      throws IOException {
    Files.writeString(path, "a,b\n".repeat(10));
    InputFile planned = CsvReading.file(path);
    var batch = new ColumnBatch(1);
    try (var reader =
        new CsvReader(TWO, new int[] {0}, BadRecordHandler.FAIL, InputRoots.ANYWHERE)) {
      reader.open(new CsvPartition(0, 0, planned, 0, planned.sizeBytes()));
      assertThat(reader.next(batch)).isTrue();
      Files.delete(path);

      assertThatThrownBy(() -> reader.next(batch))
          .isInstanceOf(InputUnavailableException.class)
          .hasMessage("input can't be read: path=" + path + ": no such file");
    }
  }

  @Test
  void givenAPartition_whenRead_thenBytesReadGrowToItsSize() throws IOException {
    Files.writeString(path, "a,b\n".repeat(100));
    InputFile planned = CsvReading.file(path);
    var batch = new ColumnBatch(2);
    try (var reader =
        new CsvReader(TWO, new int[] {0, 1}, BadRecordHandler.FAIL, InputRoots.ANYWHERE)) {
      reader.open(new CsvPartition(0, 0, planned, 0, planned.sizeBytes()));
      while (reader.next(batch)) {
        assertThat(reader.bytesRead()).isBetween(1L, 400L);
      }
      assertThat(reader.bytesRead()).isEqualTo(400);
    }
  }

  private CsvReading read(String text, CsvFormat format, long partitionBytes) throws IOException {
    Files.writeString(path, text);
    return CsvReading.of(path, format, partitionBytes);
  }

  private static byte[] gzip(String text) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }
}
