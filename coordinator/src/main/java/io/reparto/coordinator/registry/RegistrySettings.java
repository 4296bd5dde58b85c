package io.reparto.coordinator.registry;

import com.typesafe.config.Config;
import io.reparto.protocol.settings.SettingRange;
import java.time.Duration;

/**
 * The keys under {@code reparto.registry}, read and checked once; meanings and ranges stand in
 * reference.conf.
 *
 * @param timeout for one read or write on most nodes
 * @param resultBytes most bytes of a result kept with an ended job
 * @param endedJobs most ended jobs kept
 */
public record RegistrySettings(Duration timeout, int resultBytes, int endedJobs) {
  // With the largest status, half a frame, and its envelope this still fits a frame of 256 KiB.
  private static final int MOST_RESULT_BYTES = 96 * 1024;

  public RegistrySettings {
    check("timeout", timeout.toMillis(), 100, 60_000);
    check("result-size", resultBytes, 0, MOST_RESULT_BYTES);
    check("ended-jobs", endedJobs, 0, 10_000);
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
        section.getDuration("timeout"),
        (int) Math.min(Integer.MAX_VALUE, section.getBytes("result-size")),
        section.getInt("ended-jobs"));
  }

  private static void check(String key, long value, long minimum, long maximum) {
    SettingRange.require("reparto.registry." + key, value, minimum, maximum);
  }
}
