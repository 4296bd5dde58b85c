package io.reparto.node.jobs.groupby;

import io.reparto.node.input.ColumnBatch;
import io.reparto.node.input.FieldSpans;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The keys of up to a batch of rows as {@link GroupTable} compares them: {@link GroupLayout#META},
 * {@link GroupLayout#WORD_0} and {@link GroupLayout#WORD_1} of each. Word 1 of a key too long for
 * its cells is the complement of its start in {@link #source}, which no stored key has. Scratch,
 * owned by one thread.
 *
 * <p>The hash is three rounds of multiply and shift with odd constants (fractional parts of the
 * golden ratio and of square roots, as in Steele, Lea and Flood 2014 and Bloch's hash); no seed, so
 * that equal keys hash alike in every process.
 */
final class KeyBlock {
  static final int CAPACITY = ColumnBatch.CAPACITY;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MULTIPLIER_0 = 0x9E3779B97F4A7C15L;
  private static final long MULTIPLIER_1 = 0xBB67AE8584CAA73BL;

  /** Which bytes of word 0 and of word 1 belong to a key of that length. */
  private static final long[] MASK_0 = new long[GroupLayout.INLINE_BYTES + 1];

  private static final long[] MASK_1 = new long[GroupLayout.INLINE_BYTES + 1];

  static {
    for (int length = 1; length <= GroupLayout.INLINE_BYTES; length++) {
      MASK_0[length] = length >= 8 ? -1L : (1L << (8 * length)) - 1;
      MASK_1[length] = length <= 8 ? 0 : length == 16 ? -1L : (1L << (8 * (length - 8))) - 1;
    }
  }

  final long[] metas = new long[CAPACITY];
  final long[] words0 = new long[CAPACITY];
  final long[] words1 = new long[CAPACITY];

  /** The table entry found first for each key: {@link GroupTable}'s scratch. */
  final long[] candidates = new long[CAPACITY];

  private byte[] source = new byte[0];

  /** The array that long keys of this block lie in. */
  byte[] source() {
    return source;
  }

  /** The little-endian word at {@code index}. */
  static long word(byte[] bytes, int index) {
    return (long) WORD.get(bytes, index);
  }

  /**
   * Takes the keys at the spans of rows 0 to count - 1.
   *
   * @param bytes at least 8 bytes must follow each key; they may hold anything
   */
  void load(byte[] bytes, FieldSpans spans, int count) {
    source = bytes;
    int[] edges = spans.edges();
    int stride = spans.stride();
    for (int i = 0, k = spans.first(); i < count; i++, k += stride) {
      int start = edges[k] + 1;
      int end = edges[k + 1];
      int length = end - start;
      if (length <= GroupLayout.INLINE_BYTES) {
        long word0 = (long) WORD.get(bytes, start) & MASK_0[length];
        // A short key has no second word: reads no further than 8 bytes from the key's end.
        long word1 = (long) WORD.get(bytes, Math.min(start + 8, end)) & MASK_1[length];
        words0[i] = word0;
        words1[i] = word1;
        metas[i] = (hash(word0, word1) & 0xFFFFFFFF00000000L) | length;
      } else {
        loadLong(i, start, end);
      }
    }
  }

  private void loadLong(int i, int start, int end) {
    int length = end - start;
    long hash = length;
    int last = end - 8;
    for (int at = start; at < last; at += 8) {
      hash = mix(hash, (long) WORD.get(source, at));
    }
    hash = hash(hash, (long) WORD.get(source, last));
    words0[i] = (long) WORD.get(source, start);
    words1[i] = ~(long) start;
    metas[i] = (hash & 0xFFFFFFFF00000000L) | length;
  }

  /**
   * Takes numbers as keys of eight bytes.
   *
   * @param values the bits to compare; unused where null
   */
  void load(long[] values, boolean[] nulls, int count) {
    for (int i = 0; i < count; i++) {
      int length = nulls[i] ? 0 : 8;
      long word0 = values[i] & MASK_0[length];
      words0[i] = word0;
      words1[i] = 0;
      metas[i] = (hash(word0, 0) & 0xFFFFFFFF00000000L) | length;
    }
  }

  /** Takes keys of no bytes. */
  void loadEmpty(int count) {
    Arrays.fill(words0, 0, count, 0);
    Arrays.fill(words1, 0, count, 0);
    Arrays.fill(metas, 0, count, hash(0, 0) & 0xFFFFFFFF00000000L);
  }

  /**
   * Takes the keys of {@code count} groups, one after the other from {@code offset} on.
   *
   * @param arena where the long ones lie
   */
  void load(long[] cells, int offset, int stride, byte[] arena, int count) {
    source = arena;
    int cell = offset;
    for (int i = 0; i < count; i++) {
      long meta = cells[cell + GroupLayout.META];
      long word1 = cells[cell + GroupLayout.WORD_1];
      metas[i] = meta;
      words0[i] = cells[cell + GroupLayout.WORD_0];
      words1[i] = (int) meta <= GroupLayout.INLINE_BYTES ? word1 : ~word1;
      cell += stride;
    }
  }

  private static long mix(long hash, long word) {
    long mixed = (hash ^ word) * MULTIPLIER_0;
    return mixed ^ (mixed >>> 32);
  }

  /**
   * Well mixed in its high half. The length is left out: it only tells apart what is padded with
   * zeros from what ends in them.
   */
  private static long hash(long word0, long word1) {
    long hash = word0 * MULTIPLIER_0;
    hash = ((hash ^ (hash >>> 32)) ^ word1) * MULTIPLIER_1;
    return hash ^ (hash >>> 16);
  }
}
