package io.reparto.node.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The end of a log that is appended to.
 *
 * @param from where this start's part begins, in bytes
 */
record LogTail(Path file, long from) {
  private static final int MOST_LINES = 20;
  private static final int MOST_BYTES = 1 << 14;

  /** What will be appended from now on. */
  static LogTail of(Path file) throws IOException {
    return new LogTail(file, Files.exists(file) ? Files.size(file) : 0);
  }

  /** The last lines, each after two blanks; empty if there are none. */
  String text() throws IOException {
    List<String> lines = lines();
    var text = new StringBuilder();
    for (String line : lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size())) {
      text.append("\n  ").append(line);
    }
    return text.toString();
  }

  /** All lines of its last 16 KiB; the first may lack its beginning. */
  List<String> lines() throws IOException {
    try (var log = new RandomAccessFile(file.toFile(), "r")) {
      long start = Math.max(from, log.length() - MOST_BYTES);
      var bytes = new byte[(int) (log.length() - start)];
      log.seek(start);
      log.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }
}
