package io.reparto.node.runtime;

import com.typesafe.config.Config;

/**
 * The keys under {@code reparto.partials}; meanings and ranges stand in protocol's reference.conf.
 */
final class PartialsSettings {
  private static final long MOST_FRAME_BYTES = 128 * 1024;

  private PartialsSettings() {}

  /**
   * Bytes of a frame between actors of one JVM: 0 where partials pass by reference.
   *
   * @throws IllegalArgumentException naming the key and the value out of range
   */
  static int embeddedFrameBytes(Config config) {
    String encode = config.getString("reparto.partials.encode");
    return switch (encode) {
      case "auto" -> 0;
      case "always" -> frameBytes(config);
      default ->
          throw new IllegalArgumentException(
              "reparto.partials.encode must be auto or always: value=" + encode);
    };
  }

  static int frameBytes(Config config) {
    long bytes = config.getBytes("reparto.partials.frame-size");
    if (bytes < 1 || bytes > MOST_FRAME_BYTES) {
      throw new IllegalArgumentException(
          "reparto.partials.frame-size is out of range: value="
              + bytes
              + ", minimum=1, maximum="
              + MOST_FRAME_BYTES);
    }
    return (int) bytes;
  }
}
