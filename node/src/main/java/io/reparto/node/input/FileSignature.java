package io.reparto.node.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** First bytes by which files that are easily taken for CSV can be told from it. */
enum FileSignature {
  /** RFC 1952, section 2.3.1. */
  GZIP("1f8b", "gzip; rename it so that it ends in .gz"),
  /** Local file header of APPNOTE.TXT, section 4.3.7; spreadsheets (.xlsx, .ods) are zip files. */
  ZIP("504b0304", "a zip file or spreadsheet; extract it, or save it as CSV"),
  /** RFC 8878, section 3.1.1. */
  ZSTANDARD("28b52ffd", "zstandard; decompress it first: zstd -d"),
  /** The magic number PAR1, which a column's name may begin with, and a page header's start. */
  PARQUET("5041523115", "Parquet; convert it to CSV"),
  /** Byte order marks: The Unicode Standard, section 23.8. */
  UTF_16_LITTLE_ENDIAN("fffe", "UTF-16; convert it: iconv -f utf-16 -t utf-8"),
  UTF_16_BIG_ENDIAN("feff", "UTF-16; convert it: iconv -f utf-16 -t utf-8");

  private static final int LONGEST_BYTES = 5;

  private final String first;
  private final String advice;

  /**
   * @param hex of the first bytes
   */
  FileSignature(String hex, String advice) {
    this.first = letters(HexFormat.of().parseHex(hex), LONGEST_BYTES);
    this.advice = advice;
  }

  /** What the content is, and what to do about it. */
  String advice() {
    return "content=" + advice;
  }

  /** The signature with which {@code bytes[0]} to {@code bytes[size]} (excluded) begin. */
  static Optional<FileSignature> of(byte[] bytes, int size) {
    String begin = letters(bytes, Math.min(size, LONGEST_BYTES));
    return Arrays.stream(values())
        .filter(signature -> begin.startsWith(signature.first))
        .findFirst();
  }

  /** A letter for each byte. */
  private static String letters(byte[] bytes, int most) {
    return new String(bytes, 0, Math.min(bytes.length, most), StandardCharsets.ISO_8859_1);
  }
}
