package io.reparto.node.jobs.groupby;

import io.reparto.node.input.FieldType;
import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.DoubleColumn;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.TextColumn;
import java.util.Arrays;
import java.util.BitSet;

/**
 * One key column of all groups of a table, decoded and comparable by {@linkplain #word words}:
 * numbers in numeric order with NaN last, text in the order of its UTF-8 bytes, nulls after
 * everything.
 */
final class KeyColumn {
  /** What {@link #wordAfter} gives when there is none. */
  static final int NO_WORD = -1;

  /** The word that settles what the bytes leave open: the shorter text first, nulls last. */
  private static final int LAST_WORD = Integer.MAX_VALUE;

  private final String name;
  private final FieldType type;

  /** The first word of each group. */
  private final long[] ranks;

  private final BitSet nulls = new BitSet();
  private byte[] bytes = new byte[0];
  private int size;

  /** For text group g is starts[g] (included) to ends[g] (excluded); empty for numbers. */
  private final int[] starts;

  private final int[] ends;

  KeyColumn(String name, FieldType type, int groups) {
    this.name = name;
    this.type = type;
    ranks = new long[groups];
    starts = new int[type == FieldType.TEXT ? groups : 0];
    ends = new int[type == FieldType.TEXT ? groups : 0];
  }

  String name() {
    return name;
  }

  FieldType type() {
    return type;
  }

  void putNull(int group) {
    nulls.set(group);
    ranks[group] = Long.MAX_VALUE;
  }

  /**
   * @param bits of a double as {@link KeyEncoder#bits} gives them, or the whole number
   */
  void putNumber(int group, long bits) {
    ranks[group] = type == FieldType.LONG ? bits : OrderedBits.of(Double.longBitsToDouble(bits));
  }

  void putText(int group, byte[] source, int start, int length) {
    if (size + (long) length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(1024, 2L * (size + (long) length))));
    }
    System.arraycopy(source, start, bytes, size, length);
    starts[group] = size;
    size += length;
    ends[group] = size;
    ranks[group] = textWord(group, 0);
  }

  /** Eight bytes of a text, or fewer and zeros, such that words compare as their bytes do. */
  private long textWord(int group, int word) {
    long bits = 0;
    long start = starts[group] + 8L * word;
    for (long i = start; i < start + 8; i++) {
      bits = (bits << 8) | (i < ends[group] ? bytes[(int) i] & 0xFF : 0);
    }
    return bits ^ Long.MIN_VALUE;
  }

  /** How many texts are no UTF-8; those show a replacement character where they are printed. */
  int malformedTexts() {
    var check = new Utf8Check();
    int malformed = 0;
    for (int group = 0; group < starts.length; group++) {
      malformed += check.isValid(bytes, starts[group], ends[group]) ? 0 : 1;
    }
    return malformed;
  }

  /**
   * What to sort a group by among those that are alike in all words before.
   *
   * @param word 0, or what {@link #wordAfter} gave
   */
  long word(int group, int word) {
    if (word == 0) {
      return ranks[group];
    }
    if (nulls.get(group)) {
      return Long.MAX_VALUE;
    }
    if (word == LAST_WORD) {
      return type == FieldType.TEXT ? ends[group] - starts[group] : 0;
    }
    return textWord(group, word);
  }

  /**
   * The word by which to go on with the groups {@code order[start]} to {@code order[end - 1]};
   * {@link #NO_WORD} after the last.
   */
  int wordAfter(int word, int[] order, int start, int end) {
    if (word == LAST_WORD) {
      return NO_WORD;
    }
    if (type == FieldType.TEXT) {
      for (int i = start; i < end; i++) {
        if (ends[order[i]] - starts[order[i]] > 8L * (word + 1)) {
          return word + 1;
        }
      }
    }
    return LAST_WORD;
  }

  /** The column with row i from group {@code order[i]}. */
  Column toColumn(int[] order) {
    var absent = new BitSet();
    for (int row = 0; row < order.length; row++) {
      if (nulls.get(order[row])) {
        absent.set(row);
      }
    }
    return switch (type) {
      case LONG -> {
        var values = new long[order.length];
        for (int row = 0; row < order.length; row++) {
          values[row] = absent.get(row) ? 0 : ranks[order[row]];
        }
        yield new LongColumn(name, values, absent);
      }
      case DOUBLE -> {
        var values = new double[order.length];
        for (int row = 0; row < order.length; row++) {
          values[row] = absent.get(row) ? 0 : OrderedBits.toDouble(ranks[order[row]]);
        }
        yield new DoubleColumn(name, values, absent);
      }
      case TEXT -> textColumn(order, absent);
    };
  }

  private TextColumn textColumn(int[] order, BitSet absent) {
    var sorted = new byte[size];
    var offsets = new int[order.length + 1];
    int position = 0;
    for (int row = 0; row < order.length; row++) {
      int start = starts[order[row]];
      int length = ends[order[row]] - start;
      System.arraycopy(bytes, start, sorted, position, length);
      position += length;
      offsets[row + 1] = position;
    }
    return new TextColumn(name, sorted, offsets, absent);
  }
}
