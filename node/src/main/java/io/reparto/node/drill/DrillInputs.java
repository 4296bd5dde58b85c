package io.reparto.node.drill;

import io.reparto.node.measurements.MeasurementWriter;
import java.io.IOException;
import java.nio.file.Path;

/** The files that drilled jobs read: the same bytes in every drill. */
final class DrillInputs {
  private static final int ROWS = 3_000_000;
  private static final int ROWS_OF_MANY = 1_000_000;
  private static final int MANY = 50_000;
  private static final int THREADS = 2;

  private DrillInputs() {}

  /** Writes them all to that directory. */
  static void write(Path directory) throws IOException {
    new MeasurementWriter(ROWS, MeasurementWriter.DEFAULT_STATIONS, 1)
        .write(directory.resolve("stations.csv"), THREADS, rows -> {});
    new MeasurementWriter(ROWS_OF_MANY, MANY, 2)
        .write(directory.resolve("many-stations.csv"), THREADS, rows -> {});
  }
}
