package io.reparto.node.runtime;

import com.typesafe.config.Config;
import io.reparto.coordinator.CoordinatorSettings;
import io.reparto.node.worker.WorkerSettings;
import io.reparto.protocol.settings.SettingRange;
import java.time.Duration;

/**
 * What an embedded runtime is made of, read and checked before an actor starts.
 *
 * @param workers worker actors, at least 1
 * @param slotsPerWorker leases each runs at a time, at least 1
 * @param frameBytes most bytes of a frame of partials; 0 to hand them over by reference
 * @param stopTimeout how long a clean end may take
 */
record EmbeddedSettings(
    int workers,
    int slotsPerWorker,
    int frameBytes,
    CoordinatorSettings coordinator,
    WorkerSettings worker,
    Duration stopTimeout) {
  private static final int MOST_SLOTS = 4096;
  private static final long MOST_FRAME_BYTES = 128 * 1024;

  EmbeddedSettings {
    if (workers < 1 || slotsPerWorker < 1 || (long) workers * slotsPerWorker > MOST_SLOTS) {
      throw new IllegalArgumentException(
          "workers and slots must be at least 1 and not more than "
              + MOST_SLOTS
              + " slots together: workers="
              + workers
              + ", slots="
              + slotsPerWorker);
    }
    SettingRange.require("reparto.embedded.stop-timeout", stopTimeout.toMillis(), 1_000, 60_000);
  }

  /**
   * Reads the keys.
   *
   * @param config the whole configuration
   * @throws IllegalArgumentException naming the key and the value out of range
   */
  static EmbeddedSettings from(Config config, int workers, int slotsPerWorker) {
    return new EmbeddedSettings(
        workers,
        slotsPerWorker,
        frameBytes(config),
        CoordinatorSettings.from(config),
        WorkerSettings.from(config),
        config.getDuration("reparto.embedded.stop-timeout"));
  }

  boolean passesByReference() {
    return frameBytes == 0;
  }

  private static int frameBytes(Config config) {
    String encode = config.getString("reparto.partials.encode");
    long bytes = config.getBytes("reparto.partials.frame-size");
    SettingRange.require("reparto.partials.frame-size", bytes, 1, MOST_FRAME_BYTES);
    return switch (encode) {
      case "auto" -> 0;
      case "always" -> (int) bytes;
      default ->
          throw new IllegalArgumentException(
              "reparto.partials.encode must be auto or always: value=" + encode);
    };
  }
}
