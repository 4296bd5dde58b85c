package io.reparto.node.measurements;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes the rows of one block as text. A block is a fixed run of rows whose random numbers depend
 * on (seed, block) alone, so that blocks may be made in any order by any thread. Each row takes one
 * 64-bit output of SplitMix64 (Steele, Lea, Flood, <i>Fast splittable pseudorandom number
 * generators</i>, OOPSLA 2014; period 2^64, a block uses 2^14 of it): its upper half picks the
 * station (bias below stations / 2^32), its lowest 16 bits the deviation.
 *
 * <p>Immutable and safe for use by many threads; the output array is the caller's.
 */
final class BlockFormatter {
  static final int ROWS = 1 << 14;

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Text of a temperature is at most "-99.9\n". */
  private static final int LARGEST_TENTHS = 999;

  private static final int LENGTH_SHIFT = 56;

  private final Stations stations;
  private final long seed;
  private final short[] deviations = Deviations.table();
  private final long[] texts = temperatureTexts();

  BlockFormatter(Stations stations, long seed) {
    this.stations = stations;
    this.seed = seed;
  }

  /** Bytes that an output array must have. */
  int capacityBytes() {
    return Math.multiplyExact(ROWS, stations.longestBytes() + Long.BYTES) + Stations.PADDING_BYTES;
  }

  /**
   * Writes a block from the start of {@code output}.
   *
   * @param block counted from 0
   * @param rows at most {@link #ROWS}: less in a file's last block
   * @param output at least {@link #capacityBytes()}; bytes after those written are left undefined
   * @return bytes written
   */
  int format(long block, int rows, byte[] output) {
    byte[] prefixes = stations.prefixes();
    int count = stations.count();
    long state = mix(seed ^ mix(block + 1));
    int position = 0;
    for (int row = 0; row < rows; row++) {
      state += GOLDEN_GAMMA;
      long random = mix(state);
      long entry = stations.entry((int) (((random >>> 32) * count) >>> 32));
      int start = Stations.offset(entry);
      int length = Stations.lengthBytes(entry);
      // Two words hold most names: always copying both spares a branch that is guessed wrong often.
      WORDS.set(output, position, (long) WORDS.get(prefixes, start));
      WORDS.set(output, position + 8, (long) WORDS.get(prefixes, start + 8));
      for (int copied = 16; copied < length; copied += Long.BYTES) {
        WORDS.set(output, position + copied, (long) WORDS.get(prefixes, start + copied));
      }
      position += length;
      int tenths = Stations.meanTenths(entry) + deviations[(int) random & (Deviations.SIZE - 1)];
      long text = texts[tenths + LARGEST_TENTHS];
      WORDS.set(output, position, text);
      position += (int) (text >>> LENGTH_SHIFT);
    }
    return position;
  }

  /** SplitMix64's output function. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * By tenths of a degree from -99.9 on: text and line feed from the lowest byte, length on top.
   */
  private static long[] temperatureTexts() {
    long[] texts = new long[2 * LARGEST_TENTHS + 1];
    for (int tenths = -LARGEST_TENTHS; tenths <= LARGEST_TENTHS; tenths++) {
      int absolute = Math.abs(tenths);
      String text = (tenths < 0 ? "-" : "") + absolute / 10 + '.' + absolute % 10 + '\n';
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      long packed = (long) bytes.length << LENGTH_SHIFT;
      for (int i = 0; i < bytes.length; i++) {
        packed |= (long) bytes[i] << (8 * i);
      }
      texts[tenths + LARGEST_TENTHS] = packed;
    }
    return texts;
  }
}
