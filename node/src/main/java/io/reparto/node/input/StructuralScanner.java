package io.reparto.node.input;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds delimiters and line feeds in two loops. The first turns eight bytes into eight bits and has
 * neither a branch nor a step that depends on the one before, so that the JIT compiles it to vector
 * instructions by itself (C2 from JDK 21 on; without them it is no slower than one loop). The
 * second reads the positions off 64 bits at a time. Owned by one thread.
 *
 * <p>Bytes are compared within a long without carries between them (Warren, Hacker's Delight, 2nd
 * edition, section 6-1, the exact form), so a position is never reported that does not hold the
 * byte.
 */
final class StructuralScanner {

  /** What {@link #scan} may write beyond the positions it counts. */
  static final int SLACK = 12;

  /** Most bytes per call: a multiple of 64, and few enough to count line feeds within bytes. */
  static final int STEP_BYTES = 31 * 64;

  /** What {@link #scan} gives when there is a quote. */
  static final int QUOTE = -1;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
  private static final long HIGH_BITS = ~LOW_BITS;
  private static final long EACH_BYTE = 0x0101010101010101L;
  private static final long LINE_FEEDS = EACH_BYTE * '\n';
  private static final long QUOTES = EACH_BYTE * '"';
  private static final long EVEN_BYTES = 0x00ff00ff00ff00ffL;
  private static final long EACH_PAIR = 0x0001000100010001L;

  private final long delimiters;

  // Eight bits for eight bytes of the step under way, the first byte's lowest.
  private final long[] marks = new long[STEP_BYTES / 8];
  private int lineFeeds;

  /**
   * @param delimiter ASCII, neither a quote nor a line feed
   */
  StructuralScanner(byte delimiter) {
    delimiters = EACH_BYTE * delimiter;
  }

  /** Line feeds among the positions that the last call of {@link #scan} appended. */
  int lineFeeds() {
    return lineFeeds;
  }

  /**
   * Appends the positions of delimiters and line feeds among the bytes {@code from} to {@code to},
   * in order. Up to 7 bytes after them are looked at as well.
   *
   * @param to at most {@link #STEP_BYTES} after {@code from}
   * @param count how many positions there are already
   * @return the new count; {@link #QUOTE} if there is a quote among the bytes, and then nothing was
   *     appended
   */
  int scan(byte[] bytes, int from, int to, int[] positions, int count) {
    int words = (to - from + 7) >> 3;
    lineFeeds = mark(bytes, from, words, delimiters, marks);
    if (lineFeeds < 0) {
      return QUOTE;
    }
    while ((words & 7) != 0) {
      marks[words++] = 0;
    }
    return append(marks, words, from, positions, count);
  }

  /** How many line feeds there are, or negative if there is a quote. */
  private static int mark(byte[] bytes, int from, int words, long delimiters, long[] marks) {
    long lineFeeds = 0;
    long quotes = 0;
    for (int i = 0; i < words; i++) {
      long word = (long) LONGS.get(bytes, from + 8 * i);
      long low = word & LOW_BITS;
      // The high bit of each byte is clear where the byte equals the one sought.
      long delimiter = (low ^ delimiters) + LOW_BITS;
      long lineFeed = (low ^ LINE_FEEDS) + LOW_BITS;
      long quote = (low ^ QUOTES) + LOW_BITS;
      quotes |= ~(quote | word);
      lineFeeds += (~(lineFeed | word) & HIGH_BITS) >>> 7; // each byte counts for itself
      // The lowest bit of each byte moves next to that of the byte before.
      long bits = (~((delimiter & lineFeed) | word) & HIGH_BITS) >>> 7;
      bits |= bits >>> 7;
      bits |= bits >>> 14;
      bits |= bits >>> 28;
      marks[i] = bits & 0xff;
    }
    long pairs = (lineFeeds & EVEN_BYTES) + ((lineFeeds >>> 8) & EVEN_BYTES);
    return (quotes & HIGH_BITS) != 0 ? -1 : (int) ((pairs * EACH_PAIR) >>> 48);
  }

  private static int append(long[] marks, int words, int from, int[] positions, int count) {
    int size = count;
    int base = from;
    for (int i = 0; i < words; i += 8, base += 64) {
      long bits =
          marks[i]
              | marks[i + 1] << 8
              | marks[i + 2] << 16
              | marks[i + 3] << 24
              | marks[i + 4] << 32
              | marks[i + 5] << 40
              | marks[i + 6] << 48
              | marks[i + 7] << 56;
      int next = size;
      size += Long.bitCount(bits);
      // Twelve stores always, for 64 bytes seldom hold more: no branch to mispredict. Tested before
      // the stores, so that it goes either way from the start: the JIT drops a way never taken, and
      // compiles all again when it is.
      for (long left = 1; left != 0; left = bits) {
        for (int end = next + SLACK; next < end; next++) {
          positions[next] = base + Long.numberOfTrailingZeros(bits);
          bits &= bits - 1;
        }
      }
    }
    return size;
  }
}
