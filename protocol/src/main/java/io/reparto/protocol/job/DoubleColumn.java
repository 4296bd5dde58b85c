package io.reparto.protocol.job;

import java.util.Arrays;
import java.util.BitSet;

/** IEEE 754 doubles. */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare the contents
public record DoubleColumn(String name, double[] values, BitSet nulls) implements Column {

  public static DoubleColumn of(String name, double... values) {
    return new DoubleColumn(name, values, new BitSet());
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DoubleColumn that
        && name.equals(that.name)
        && Arrays.equals(values, that.values)
        && nulls.equals(that.nulls);
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + Arrays.hashCode(values);
  }
}
