package io.reparto.coordinator.registry;

import com.typesafe.config.Config;
import io.reparto.protocol.settings.SettingRange;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The keys under {@code reparto.registry}, read and checked once; meanings and ranges stand in
 * reference.conf.
 *
 * @param durable whether the registry is kept on disk
 * @param directory where, if so; this node's own
 * @param reunion how long a cluster started anew waits for its nodes, if so
 * @param timeout for one read or write on most nodes
 * @param resultBytes most bytes of a result kept with an ended job
 * @param endedJobs most ended jobs kept
 */
public record RegistrySettings(
    boolean durable,
    Path directory,
    Duration reunion,
    Duration timeout,
    int resultBytes,
    int endedJobs) {
  // With the largest status, half a frame, and its envelope this still fits a frame of 256 KiB.
  private static final int MOST_RESULT_BYTES = 96 * 1024;

  public RegistrySettings {
    check("reunion", reunion.toMillis(), 0, 600_000);
    check("timeout", timeout.toMillis(), 100, 60_000);
    check("result-size", resultBytes, 0, MOST_RESULT_BYTES);
    check("ended-jobs", endedJobs, 0, 10_000);
    if (durable && directory.toString().isBlank()) {
      throw new IllegalArgumentException(
          "reparto.registry.directory must name a directory where reparto.registry.durable is on:"
              + " value=\"\"");
    }
  }

  /**
   * Reads the keys.
   *
   * @param config the whole configuration
   * @throws IllegalArgumentException naming the key and the value out of range
   */
  public static RegistrySettings from(Config config) {
    Config section = config.getConfig("reparto.registry");
    return new RegistrySettings(
        section.getBoolean("durable"),
        path(section.getString("directory")),
        section.getDuration("reunion"),
        section.getDuration("timeout"),
        (int) Math.min(Integer.MAX_VALUE, section.getBytes("result-size")),
        section.getInt("ended-jobs"));
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "reparto.registry.directory is no path: value=" + text + ", " + e.getReason(), e);
    }
  }

  private static void check(String key, long value, long minimum, long maximum) {
    SettingRange.require("reparto.registry." + key, value, minimum, maximum);
  }
}
