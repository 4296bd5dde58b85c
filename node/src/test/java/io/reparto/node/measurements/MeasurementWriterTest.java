package io.reparto.node.measurements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reparto.protocol.job.InvalidJobException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasurementWriterTest {
  @TempDir Path directory;

  /** The digests are those of measurements.py, written from the documentation alone. */
  @ParameterizedTest
  @CsvSource({
    "100000, 413, 7, 96ef70a21e7cbdc69e0671e74994ccbbac6c96ac91ba8e363beca7d4cab84239",
    "100000, 10000, 7, 9223baf34046707e6455d085e7b5547ead611030d1dfefcc991723aa35707b7a",
    "20000, 1000000, -1, 2795cdec54881dc9d6017cbaadeb17c3f78ffef3ab7e49cb614f5199a87070eb"
  })
  void givenRowsStationsAndSeed_whenWritten_thenTheBytesAreThoseOfEveryOtherMachine(
      long rows, int stations, long seed, String digest) throws IOException {
    Path file = directory.resolve("measurements.csv");

    new MeasurementWriter(rows, stations, seed).write(file, 2, total -> {});

    assertThat(sha256(file)).isEqualTo(digest);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 4", "16384, 3", "16385, 3", "200001, 1", "200001, 8"})
  void givenAnyNumberOfThreads_whenWritten_thenItIsTheBeginningOfALongerFile(int rows, int threads)
      throws IOException {
    Path whole = directory.resolve("whole.csv");
    Path part = directory.resolve("part.csv");
    new MeasurementWriter(250_000, 413, 1).write(whole, 2, total -> {});

    long sizeBytes = new MeasurementWriter(rows, 413, 1).write(part, threads, total -> {});

    List<String> lines = Files.readAllLines(part);
    assertThat(sizeBytes).isEqualTo(Files.size(part));
    assertThat(lines).hasSize(rows);
    assertThat(Files.readAllLines(whole).subList(0, rows)).isEqualTo(lines);
  }

  @Test
  void givenAMillionRows_whenWritten_thenStationsAreEvenAndGaussianRoundTheirMeans()
      throws IOException {
    int rows = 1_000_000;
    Path file = directory.resolve("measurements.csv");
    new MeasurementWriter(rows, 10, 3).write(file, 2, total -> {});

    var counts = new HashMap<String, Long>();
    var sums = new HashMap<String, Double>();
    var squares = new HashMap<String, Double>();
    try (Stream<String> lines = Files.lines(file)) {
      lines.forEach(
          line -> {
            int semicolon = line.indexOf(';');
            double value = Double.parseDouble(line.substring(semicolon + 1));
            counts.merge(line.substring(0, semicolon), 1L, Long::sum);
            sums.merge(line.substring(0, semicolon), value, Double::sum);
            squares.merge(line.substring(0, semicolon), value * value, Double::sum);
          });
    }

    assertThat(counts).hasSize(10);
    // Five standard errors: of a binomial count, a mean and a standard deviation.
    assertThat(counts.values())
        .allSatisfy(count -> assertThat(count).isCloseTo(100_000, within(1_500L)));
    assertThat(sums.get("Abidjan") / counts.get("Abidjan")).isCloseTo(27.0, within(0.16));
    assertThat(sums.get("Adak") / counts.get("Adak")).isCloseTo(8.5, within(0.16));
    double mean = sums.get("Adak") / counts.get("Adak");
    assertThat(Math.sqrt(squares.get("Adak") / counts.get("Adak") - mean * mean))
        .isCloseTo(10, within(0.12));
  }

  @Test
  void givenProgress_whenWritten_thenItEndsAtTheNumberOfRows() throws IOException {
    var last = new AtomicLong();

    new MeasurementWriter(100_000, 413, 1)
        .write(directory.resolve("m.csv"), 1, total -> last.accumulateAndGet(total, Math::max));

    assertThat(last).hasValue(100_000);
  }

  @Test
  void givenAFileOfThatName_whenWritten_thenItIsReplacedAndNothingElseIsLeft() throws IOException {
    Path file = Files.writeString(directory.resolve("m.csv"), "before");

    new MeasurementWriter(1, 1, 1).write(file, 1, total -> {});

    assertThat(Files.readString(file)).startsWith("Abidjan;");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void givenALink_whenWritten_thenTheFileBehindItIsReplaced() throws IOException {
    Path file = Files.writeString(directory.resolve("m.csv"), "before");
    Path link = Files.createSymbolicLink(directory.resolve("link.csv"), file);

    new MeasurementWriter(1, 1, 1).write(link, 1, total -> {});

    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(file)).startsWith("Abidjan;");
  }

  @Test
  void givenAnInterruption_whenWriting_thenTheFileOfBeforeIsStillThere() throws IOException {
    Path file = Files.writeString(directory.resolve("m.csv"), "before");
    Thread writing = Thread.currentThread();

    assertThatThrownBy(
            () ->
                new MeasurementWriter(MeasurementWriter.MAXIMUM_ROWS, 413, 1)
                    .write(file, 2, total -> writing.interrupt()))
        .isInstanceOf(InterruptedIOException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(Files.readString(file)).isEqualTo("before");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void givenNoDirectory_whenWritten_thenTheMessageNamesIt() {
    Path file = directory.resolve("none/m.csv");

    assertThatThrownBy(() -> new MeasurementWriter(1, 1, 1).write(file, 1, total -> {}))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("directory=" + directory.resolve("none"));
  }

  @Test
  void givenADirectoryAsOutput_whenWritten_thenItIsRefused() {
    assertThatThrownBy(() -> new MeasurementWriter(1, 1, 1).write(directory, 1, total -> {}))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("no regular file");
  }

  @ParameterizedTest
  @CsvSource({"-1, 413", "10000000000001, 413", "1, 0", "1, 10000001"})
  void givenANumberOutOfRange_whenCreated_thenItIsRefused(long rows, int stations) {
    assertThatThrownBy(() -> new MeasurementWriter(rows, stations, 1))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("given=");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (var stream = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
        Files.copy(file, stream);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
