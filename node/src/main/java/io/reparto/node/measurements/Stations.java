package io.reparto.node.measurements;

import io.reparto.protocol.job.InvalidJobException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The places that measure: a name, which needs no quotes in CSV, and a mean temperature. Places
 * beyond the named ones are numbered variants of those ("Oslo 2"), with the same mean. Immutable.
 */
final class Stations {
  static final int MAXIMUM = 10_000_000;

  /** Bytes that may be read past the end of a prefix, so that it can be copied in whole words. */
  static final int PADDING_BYTES = 2 * Long.BYTES;

  private static final int OFFSET_SHIFT = 24;
  private static final int LENGTH_SHIFT = 16;

  private final byte[] prefixes;
  private final long[] entries;
  private final int longestBytes;

  private Stations(byte[] prefixes, long[] entries, int longestBytes) {
    this.prefixes = prefixes;
    this.entries = entries;
    this.longestBytes = longestBytes;
  }

  /**
   * The first {@code count} stations.
   *
   * @throws InvalidJobException if there are not 1 to {@link #MAXIMUM} of them
   */
  static Stations first(int count) {
    if (count < 1 || count > MAXIMUM) {
      throw new InvalidJobException(
          "--stations must be a whole number from 1 to " + MAXIMUM + ": given=" + count);
    }
    List<String> named = readNamed();
    byte[] prefixes = new byte[count * 16 + PADDING_BYTES];
    long[] entries = new long[count];
    int longestBytes = 0;
    int end = 0;
    for (int station = 0; station < count; station++) {
      String line = named.get(station % named.size());
      int semicolon = line.indexOf(';');
      int round = station / named.size();
      String name = line.substring(0, semicolon) + (round == 0 ? "" : " " + (round + 1));
      byte[] prefix = (name + ';').getBytes(StandardCharsets.UTF_8);
      int start = end;
      end += prefix.length;
      if (end + PADDING_BYTES > prefixes.length) {
        prefixes = Arrays.copyOf(prefixes, prefixes.length + prefixes.length / 2 + prefix.length);
      }
      System.arraycopy(prefix, 0, prefixes, start, prefix.length);
      long meanTenths = Math.round(10 * Double.parseDouble(line.substring(semicolon + 1)));
      entries[station] =
          (long) start << OFFSET_SHIFT
              | (long) prefix.length << LENGTH_SHIFT
              | (meanTenths & 0xFFFF);
      longestBytes = Math.max(longestBytes, prefix.length);
    }
    return new Stations(prefixes, entries, longestBytes);
  }

  private static List<String> readNamed() {
    try (var stream = Stations.class.getResourceAsStream("stations.csv");
        var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read a resource of this jar: name=stations.csv", e);
    }
  }

  int count() {
    return entries.length;
  }

  /**
   * What there is to know of a station, in one word: with a million of them, each look into memory
   * counts.
   */
  long entry(int station) {
    return entries[station];
  }

  /** Where in {@link #prefixes()} a station's begins. */
  static int offset(long entry) {
    return (int) (entry >>> OFFSET_SHIFT);
  }

  /** Bytes of a station's prefix, at most 255. */
  static int lengthBytes(long entry) {
    return (int) (entry >>> LENGTH_SHIFT) & 0xFF;
  }

  /** Mean temperature of a station, in tenths of a degree Celsius. */
  static int meanTenths(long entry) {
    return (short) entry;
  }

  /** Names in UTF-8, each with its semicolon, one after the other. Not to be changed. */
  byte[] prefixes() {
    return prefixes;
  }

  /** Bytes of the longest prefix. */
  int longestBytes() {
    return longestBytes;
  }
}
