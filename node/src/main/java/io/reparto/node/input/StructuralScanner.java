package io.reparto.node.input;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds delimiters and line feeds eight bytes at a time. Bytes are compared within a long without
 * carries between them (Warren, Hacker's Delight, 2nd edition, section 6-1, the exact form), so a
 * position is never reported that does not hold the byte.
 */
final class StructuralScanner {

  /** What {@link #step} may write beyond the number of positions it counts. */
  static final int SLACK = 2;

  /**
   * Bytes per call. Small, because the JVM compiles a method after some hundreds of calls and a
   * whole run may take less than a second.
   */
  static final int STEP_BYTES = 256;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
  private static final long HIGH_BITS = ~LOW_BITS;
  private static final long EACH_BYTE = 0x0101010101010101L;
  private static final long LINE_FEEDS = EACH_BYTE * '\n';
  private static final long QUOTES = EACH_BYTE * '"';

  private StructuralScanner() {}

  /** The ASCII byte eight times. */
  static long pattern(byte value) {
    return EACH_BYTE * value;
  }

  /**
   * Appends the positions of delimiters and line feeds among the bytes {@code from} to {@code to},
   * in order.
   *
   * @param to a multiple of 8 bytes after {@code from}
   * @param delimiters the {@link #pattern} of the delimiter
   * @param count how many positions there are already
   * @return negative if there is a quote among the bytes, and then nothing was appended; else the
   *     new count in the lower, the number of line feeds found in the upper 32 bits
   */
  static long step(byte[] bytes, int from, int to, long delimiters, int[] positions, int count) {
    long noQuote = -1L;
    int lineFeeds = 0;
    int size = count;
    for (int i = from; i < to; i += 8) {
      long word = (long) LONGS.get(bytes, i);
      long low = word & LOW_BITS;
      // The high bit of each byte is clear where the byte equals the one sought.
      long delimiter = (low ^ delimiters) + LOW_BITS;
      long lineFeed = (low ^ LINE_FEEDS) + LOW_BITS;
      long quote = (low ^ QUOTES) + LOW_BITS;
      noQuote &= quote | word;
      long found = ~((delimiter & lineFeed) | word) & HIGH_BITS;
      lineFeeds += Long.bitCount(found & ~lineFeed);
      // Two stores always, for most words hold at most two: no branch to mispredict.
      long second = found & (found - 1);
      positions[size] = i + (Long.numberOfTrailingZeros(found) >>> 3);
      positions[size + 1] = i + (Long.numberOfTrailingZeros(second) >>> 3);
      long more = second & (second - 1);
      int next = size + 2;
      while (more != 0) {
        positions[next++] = i + (Long.numberOfTrailingZeros(more) >>> 3);
        more &= more - 1;
      }
      size += Long.bitCount(found);
    }
    return (noQuote & HIGH_BITS) != HIGH_BITS ? -1 : ((long) lineFeeds << 32) | size;
  }
}
