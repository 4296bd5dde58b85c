package io.reparto.node.cli.remote;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.DoubleColumn;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.TextColumn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/** Collects a column's values, row after row. Not thread-safe. */
abstract class ColumnBuilder {
  private static final int FIRST_CAPACITY = 16;

  final String name;
  final BitSet nulls = new BitSet();
  int size;

  private ColumnBuilder(String name) {
    this.name = name;
  }

  /**
   * An empty column.
   *
   * @param type long, double or text
   */
  static ColumnBuilder of(String name, String type) throws IOException {
    return switch (type) {
      case "long" -> new Longs(name);
      case "double" -> new Doubles(name);
      case "text" -> new Texts(name);
      default -> throw new IOException("no such type of column: type=" + type);
    };
  }

  /** Adds the value at which the parser stands. */
  final void add(JsonParser json) throws IOException {
    boolean present = json.currentToken() != JsonToken.VALUE_NULL;
    if (!present) {
      nulls.set(size);
    }
    append(json, present);
    size++;
  }

  abstract void append(JsonParser json, boolean present) throws IOException;

  abstract Column build();

  private static final class Longs extends ColumnBuilder {
    private long[] values = new long[FIRST_CAPACITY];

    Longs(String name) {
      super(name);
    }

    @Override
    void append(JsonParser json, boolean present) throws IOException {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size] = present ? json.getLongValue() : 0;
    }

    @Override
    Column build() {
      return new LongColumn(name, Arrays.copyOf(values, size), nulls);
    }
  }

  private static final class Doubles extends ColumnBuilder {
    private double[] values = new double[FIRST_CAPACITY];

    Doubles(String name) {
      super(name);
    }

    @Override
    void append(JsonParser json, boolean present) throws IOException {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      try {
        // Text for numbers as well: it reads "NaN" and "Infinity" and rounds as IEEE 754 says.
        values[size] = present ? Double.parseDouble(json.getText()) : 0;
      } catch (NumberFormatException e) {
        throw new IOException("no number: column=" + name + ", row=" + size, e);
      }
    }

    @Override
    Column build() {
      return new DoubleColumn(name, Arrays.copyOf(values, size), nulls);
    }
  }

  private static final class Texts extends ColumnBuilder {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int[] offsets = new int[FIRST_CAPACITY];

    Texts(String name) {
      super(name);
    }

    @Override
    void append(JsonParser json, boolean present) throws IOException {
      if (present) {
        bytes.writeBytes(json.getText().getBytes(StandardCharsets.UTF_8));
      }
      if (size + 1 == offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * offsets.length);
      }
      offsets[size + 1] = bytes.size();
    }

    @Override
    Column build() {
      return new TextColumn(name, bytes.toByteArray(), Arrays.copyOf(offsets, size + 1), nulls);
    }
  }
}
