package io.reparto.node.input;

/** What the values of a column are read as. */
public enum FieldType {
  /** A whole number that fits 64 bits. */
  LONG,
  /** A decimal number, read as {@link Double#parseDouble} reads it. */
  DOUBLE,
  /** Bytes as they stand. */
  TEXT
}
