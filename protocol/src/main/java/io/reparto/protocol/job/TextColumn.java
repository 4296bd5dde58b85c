package io.reparto.protocol.job;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Strings, kept as UTF-8.
 *
 * @param bytes the texts one after the other
 * @param offsets size + 1 offsets into {@code bytes}: row i is offsets[i] (included) to offsets[i +
 *     1] (excluded)
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare the contents
public record TextColumn(String name, byte[] bytes, int[] offsets, BitSet nulls) implements Column {

  /** A column of these strings; null elements become nulls. */
  public static TextColumn of(String name, List<String> texts) {
    var offsets = new int[texts.size() + 1];
    var nulls = new BitSet();
    var out = new java.io.ByteArrayOutputStream();
    for (int row = 0; row < texts.size(); row++) {
      String text = texts.get(row);
      if (text == null) {
        nulls.set(row);
      } else {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      }
      offsets[row + 1] = out.size();
    }
    return new TextColumn(name, out.toByteArray(), offsets, nulls);
  }

  /** The text of a row; empty for a null. */
  public String value(int row) {
    return new String(bytes, offsets[row], offsets[row + 1] - offsets[row], StandardCharsets.UTF_8);
  }

  @Override
  public int size() {
    return offsets.length - 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextColumn that
        && name.equals(that.name)
        && Arrays.equals(bytes, that.bytes)
        && Arrays.equals(offsets, that.offsets)
        && nulls.equals(that.nulls);
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + Arrays.hashCode(bytes);
  }
}
