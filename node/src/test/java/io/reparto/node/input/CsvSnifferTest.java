package io.reparto.node.input;

import static io.reparto.node.input.FieldType.DOUBLE;
import static io.reparto.node.input.FieldType.LONG;
import static io.reparto.node.input.FieldType.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparto.protocol.job.InputRoots;
import io.reparto.protocol.job.InvalidJobException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvSnifferTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void givenADelimiter_whenSniffed_thenItIsFound(String delimiter) throws IOException {
    CsvFormat format = sniff("a,\"b\",c\n1,2,\"x;y|z\tw\"\n3,4,v\n".replace(",", delimiter));

    assertThat((char) format.delimiter()).isEqualTo(delimiter.charAt(0));
    assertThat(format.columns()).containsExactly("a", "b", "c");
    assertThat(format.types()).containsExactly(LONG, LONG, TEXT);
  }

  @Test
  void givenDecimalCommas_whenSniffed_thenTheDelimiterIsTheOneOfTheHeader() throws IOException {
    assertThat((char) sniff("a;b\n1,5;2,5\n3,5;4,5\n").delimiter()).isEqualTo(';');
  }

  @Test
  void givenValuesOfManyKinds_whenSniffed_thenTypesAreTheNarrowestThatFit() throws IOException {
    CsvFormat format =
        sniff(
            """
            long,double,text,zip,empty,nan,big,mixed,exponent
            1,1.5,x,01234,,NaN,9223372036854775807,1,1e5
            -20,2,y,99999,,1,9223372036854775808,2.5,2
            ,,,,,,,x,-.5
            """);

    assertThat(format.types())
        .containsExactly(LONG, DOUBLE, TEXT, TEXT, TEXT, DOUBLE, DOUBLE, TEXT, DOUBLE);
  }

  @Test
  void givenByteOrderMarkAndCarriageReturns_whenSniffed_thenNamesAreClean() throws IOException {
    assertThat(sniff("\ufeffZürich,\"b \"\"c\"\"\"\r\n1,2\r\n").columns())
        .containsExactly("Zürich", "b \"c\"");
  }

  @Test
  void givenEmptyAndRepeatedNames_whenSniffed_thenTheyAreMadeUnique() throws IOException {
    assertThat(sniff("x,,x,x_1,\n1,2,3,4,5\n").columns())
        .containsExactly("x", "column1", "x_2", "x_1", "column4");
  }

  @Test
  void givenNoHeader_whenSniffed_thenColumnsAreNumberedOrAsNamed() throws IOException {
    var unnamed = new CsvOptions(OptionalInt.empty(), false, List.of(), false);
    var named = new CsvOptions(OptionalInt.of(';'), false, List.of("a", "b"), false);

    assertThat(sniff(unnamed, "1;x\n2;y\n").columns()).containsExactly("column0", "column1");
    assertThat(sniff(named, "1;x\n2;y\n").columns()).containsExactly("a", "b");
    assertThat(sniff(named, "1;x\n2;y\n").types()).containsExactly(LONG, TEXT);
    assertThatThrownBy(() -> sniff(named, "1;2;3\n"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("columns=3, named=2");
  }

  @Test
  void givenHeaderOnlyOrOneColumn_whenSniffed_thenColumnsAreKnown() throws IOException {
    assertThat(sniff("a,b").columns()).containsExactly("a", "b");
    assertThat(sniff("a,b").types()).containsExactly(TEXT, TEXT);
    assertThat(sniff("name\n5\n\n7\n").columns()).containsExactly("name");
    assertThat(sniff("name\n5\n\n7\n").types()).containsExactly(LONG);
  }

  @Test
  void givenNoValuesOfAColumn_whenSniffed_thenItIsUnseen() throws IOException {
    assertThat(sniffed(CsvOptions.DEFAULT, "a,b,c\n1,,nan\n2,\"\",\n").unseen())
        .containsExactly("b");
    assertThat(sniffed(CsvOptions.DEFAULT, "a,b").unseen()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void givenAFileOfHeaderOnlyFirst_whenSniffed_thenTheNextOneShowsTheTypes() throws IOException {
    assertThat(sniff("a,b\n", "", "a,b\n1,x\n", "a,b\ny,2\n").types()).containsExactly(LONG, TEXT);
  }

  @Test
  void givenEmptyFilesBesideOthers_whenSniffed_thenTheyAreLeftOut() throws IOException {
    assertThat(sniff("", "a,b\n1,2\n", "").columns()).containsExactly("a", "b");
  }

  @Test
  void givenOnlyEmptyFiles_whenSniffed_thenTheErrorNamesThem() {
    assertThatThrownBy(() -> sniff("", ""))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("the input is empty")
        .hasMessageContaining("0.csv")
        .hasMessageContaining("--columns");
  }

  @Test
  void givenOnlyEmptyFilesAndNames_whenSniffed_thenTheNamesAreTheColumns() throws IOException {
    var named = new CsvOptions(OptionalInt.empty(), false, List.of("a", "b"), false);

    SniffedCsv sniffed = sniffed(named, "", "");

    assertThat(sniffed.format().columns()).containsExactly("a", "b");
    assertThat(sniffed.unseen()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void givenDifferentDelimiters_whenSniffed_thenTheErrorNamesThem() {
    assertThatThrownBy(() -> sniff("a,b\n1,2\n", "a\tb\n1\t2\n"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContainingAll(
            "0.csv, delimiter=,;", "1.csv, delimiter=tab;", "one job for each");
  }

  @ParameterizedTest
  @CsvSource({
    "1f8b08, ends in .gz",
    "504b0304, spreadsheet",
    "28b52ffd, zstd",
    "5041523115, Parquet",
    "fffe6100, UTF-16",
    "feff0061, UTF-16"
  })
  void givenAFileOfAnotherKind_whenSniffed_thenTheErrorSaysWhatItIs(String hex, String advice)
      throws IOException {
    Path path = Files.write(directory.resolve("a.csv"), HexFormat.of().parseHex(hex + "0a"));

    assertThatThrownBy(
            () ->
                CsvSniffer.sniff(
                    List.of(CsvReading.file(path)), CsvOptions.DEFAULT, InputRoots.ANYWHERE))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContainingAll("no CSV text: file=" + path, advice);
  }

  @Test
  void givenDifferentHeaders_whenSniffed_thenTheErrorNamesBothFilesAndTheColumn() {
    assertThatThrownBy(() -> sniff("a,b\n1,2\n", "a,c\n1,2\n"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("0.csv, column 2='b'")
        .hasMessageContaining("1.csv, column 2='c'")
        .hasMessageContaining("--no-header");
    assertThatThrownBy(
            () ->
                sniff(new CsvOptions(OptionalInt.empty(), false, List.of(), false), "a,b\n", "a\n"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("columns=2; file=")
        .hasMessageContaining("run one job for each form");
  }

  @Test
  void givenGzip_whenSniffed_thenItsContentIs() throws IOException {
    Path path = directory.resolve("a.csv.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write("a|b\n1|x\n".getBytes(StandardCharsets.UTF_8));
    }

    CsvFormat format =
        CsvSniffer.sniff(List.of(CsvReading.file(path)), CsvOptions.DEFAULT, InputRoots.ANYWHERE)
            .format();

    assertThat(format.columns()).containsExactly("a", "b");
    assertThat(format.types()).containsExactly(LONG, TEXT);
  }

  @Test
  void givenAFirstRecordLongerThanTheHead_whenSniffed_thenItIsReadWhole() throws IOException {
    String name = "x".repeat(200_000);

    assertThat(sniff(name + ",b\n1,2\n").columns()).containsExactly(name, "b");
  }

  private CsvFormat sniff(String... contents) throws IOException {
    return sniff(CsvOptions.DEFAULT, contents);
  }

  private CsvFormat sniff(CsvOptions options, String... contents) throws IOException {
    return sniffed(options, contents).format();
  }

  private SniffedCsv sniffed(CsvOptions options, String... contents) throws IOException {
    var files = new ArrayList<InputFile>();
    for (int i = 0; i < contents.length; i++) {
      Path path = directory.resolve(i + ".csv");
      Files.writeString(path, contents[i]);
      files.add(CsvReading.file(path));
    }
    return CsvSniffer.sniff(files, options, InputRoots.ANYWHERE);
  }
}
