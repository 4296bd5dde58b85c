package io.reparto.coordinator.registry.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskLogTest {
  private static final long NO_COMPACTION = Long.MAX_VALUE / 2;

  @TempDir Path parent;
  private Path directory;
  private Path file;

  @BeforeEach
  void setUp() {
    directory = parent.resolve("not/there/yet");
    file = directory.resolve("registry.log");
  }

  private DiskLog open() throws IOException {
    return DiskLog.open(directory, NO_COMPACTION);
  }

  private static void put(DiskLog log, String key, String value) {
    log.put(key, value.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> contents(DiskLog log) throws IOException {
    var contents = new TreeMap<String, String>();
    for (String key : log.keys()) {
      contents.put(key, new String(log.get(key), StandardCharsets.UTF_8));
    }
    return contents;
  }

  @Test
  void givenValuesWritten_whenOpenedAgain_thenTheLastOfEachKeyIsThereAndNothingElse()
      throws IOException {
    try (DiskLog log = open()) {
      assertThat(contents(log)).isEmpty();
      put(log, "a", "1");
      put(log, "b", "");
      put(log, "a", "2");
      log.write();
      put(log, "ключ", "3");
      log.write();
      put(log, "b", "never written");
    }

    try (DiskLog log = open()) {
      assertThat(contents(log)).isEqualTo(Map.of("a", "2", "b", "", "ключ", "3"));
    }
  }

  @Test
  void givenALogInUse_whenOpenedAgain_thenItIsRefusedUntilItIsClosed() throws IOException {
    try (DiskLog log = open()) {
      assertThat(log.keys()).isEmpty();
      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another node uses the registry's directory")
          .hasMessageContaining(directory.toString());
    }
    open().close();
  }

  /** Two batches, of one record and of two. */
  private byte[] twoBatches() throws IOException {
    try (DiskLog log = open()) {
      put(log, "a", "first");
      log.write();
      put(log, "b", "second");
      put(log, "c", "third");
      log.write();
    }
    return Files.readAllBytes(file);
  }

  private static int secondBatch() {
    var first = new LogBatch();
    first.add("a", "first".getBytes(StandardCharsets.UTF_8));
    return LogFile.START + first.sizeBytes();
  }

  @Test
  void givenAWriteCutAnywhere_whenOpened_thenThoseBeforeItAreThereAndWritingGoesOn()
      throws IOException {
    byte[] whole = twoBatches();

    for (int length = LogFile.START; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));

      try (DiskLog log = open()) {
        assertThat(contents(log))
            .as("cut at " + length)
            .isEqualTo(length < secondBatch() ? Map.of() : Map.of("a", "first"));
        put(log, "d", "fourth");
        log.write();
      }
      try (DiskLog log = open()) {
        assertThat(log.keys()).contains("d");
      }
    }
  }

  @Test
  void givenALastWriteOfWhichSomeIsNotOnDisk_whenOpened_thenAllOfItIsDropped() throws IOException {
    byte[] whole = twoBatches();

    for (int position = secondBatch(); position < whole.length; position++) {
      byte[] torn = whole.clone();
      torn[position] ^= 0x41;
      Files.write(file, torn);

      try (DiskLog log = open()) {
        assertThat(contents(log)).isEqualTo(Map.of("a", "first"));
      }
    }
  }

  @Test
  void givenADamagedByteBeforeTheLastWrite_whenOpened_thenItIsRefusedAndLeftAlone()
      throws IOException {
    byte[] whole = twoBatches();

    for (int position = LogFile.START; position < secondBatch(); position++) {
      byte[] damaged = whole.clone();
      damaged[position] ^= 0x41;
      Files.write(file, damaged);

      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("registry's file is damaged: file=" + file + ", byte=8;");
      assertThat(file).hasBinaryContent(damaged);
    }
    Files.write(file, whole);
    open().close();
  }

  @ParameterizedTest
  @CsvSource({
    "a text that somebody wrote, not a registry's file: file=",
    "repart, not a registry's file: file=",
    "'', not a registry's file: file=",
    "reparto2 and more, registry's file is of another version of Reparto: file="
  })
  void givenAFileOfAnotherKind_whenOpened_thenItIsRefusedAndLeftAlone(String text, String message)
      throws IOException {
    Files.createDirectories(directory);
    Files.writeString(file, text);

    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message + file);
    assertThat(file).hasContent(text);
  }

  @Test
  void givenManyValuesThatNoLongerCount_whenCompacted_thenTheFileShrinksAndHoldsTheOthers()
      throws IOException {
    var expected = new TreeMap<String, String>();
    try (DiskLog log = DiskLog.open(directory, 10_000)) {
      long largest = 0;
      for (int round = 0; round < 1_000; round++) {
        String key = "key-" + round % 7;
        String value = "x".repeat(round % 90) + round;
        put(log, key, value);
        expected.put(key, value);
        log.write();
        log.compact();
        largest = Math.max(largest, Files.size(file));
      }
      assertThat(largest).isBetween(10_000L, 12_000L);
      assertThat(contents(log)).isEqualTo(expected);
    }

    try (DiskLog log = open()) {
      assertThat(contents(log)).isEqualTo(expected);
    }
    try (var files = Files.list(directory)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("registry.log", "lock");
    }
  }

  @Test
  void givenACompactionThatWasCutShort_whenOpened_thenTheOldFileCounts() throws IOException {
    try (DiskLog log = open()) {
      put(log, "a", "1");
      log.write();
    }
    Files.writeString(directory.resolve("registry.log.new"), "half a file");

    try (DiskLog log = open()) {
      assertThat(contents(log)).isEqualTo(Map.of("a", "1"));
    }
    assertThat(directory.resolve("registry.log.new")).doesNotExist();
  }
}
