package io.reparto.coordinator.http;

import java.io.IOException;

/** Writes a result in some format, row after row. */
interface RowWriter {

  /** What comes before the first row. */
  void start() throws IOException;

  void write(int row) throws IOException;

  /** What comes after the last row. */
  void end() throws IOException;

  /** Leaves nothing in a buffer of its own. */
  void flush() throws IOException;
}
