package io.reparto.protocol.job;

import java.util.Arrays;
import java.util.BitSet;

/** 64-bit whole numbers. */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare the contents
public record LongColumn(String name, long[] values, BitSet nulls) implements Column {

  public static LongColumn of(String name, long... values) {
    return new LongColumn(name, values, new BitSet());
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LongColumn that
        && name.equals(that.name)
        && Arrays.equals(values, that.values)
        && nulls.equals(that.nulls);
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + Arrays.hashCode(values);
  }
}
