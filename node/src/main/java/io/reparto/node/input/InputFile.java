package io.reparto.node.input;

import java.util.Locale;

/**
 * A file as it was when the job was planned.
 *
 * @param path as the user gave it or below the directory given
 * @param sizeBytes size as stored, compressed if so
 * @param modifiedMillis last modification, milliseconds since the epoch
 */
public record InputFile(String path, long sizeBytes, long modifiedMillis) {

  /** Whether the name says that the content is gzip. */
  public boolean isGzip() {
    return path.toLowerCase(Locale.ROOT).endsWith(".gz");
  }
}
