package io.reparto.coordinator;

import com.typesafe.config.Config;
import io.reparto.protocol.settings.SettingRange;
import java.time.Duration;

/**
 * The keys under {@code reparto.coordinator}, read and checked once; meanings and ranges stand in
 * reference.conf.
 */
public record CoordinatorSettings(
    int taskAttempts,
    int nodeLosses,
    int failuresInARow,
    Duration progressInterval,
    int maxJobs,
    int rememberedJobs,
    long rememberedCells,
    Duration commitTimeout,
    Duration recoveryTimeout,
    Duration stragglerPatience,
    Duration stallTimeout,
    int stashSize) {

  public CoordinatorSettings {
    check("task-attempts", taskAttempts, 1, 100);
    check("node-losses", nodeLosses, 1, 100);
    check("failures-in-a-row", failuresInARow, 1, 1_000_000);
    check("max-jobs", maxJobs, 1, 100_000);
    check("remembered-jobs", rememberedJobs, 0, 1_000_000);
    check("remembered-cells", rememberedCells, 0, 1L << 40);
    check("progress-interval", progressInterval.toMillis(), 20, 60_000);
    check("commit-timeout", commitTimeout.toMillis(), 1_000, 600_000);
    check("recovery-timeout", recoveryTimeout.toMillis(), 0, 600_000);
    check("straggler-patience", stragglerPatience.toMillis(), 10, 600_000);
    check("stall-timeout", stallTimeout.toMillis(), 1_000, 3_600_000);
    check("stash-size", stashSize, 16, 10_000_000);
  }

  /**
   * Reads the keys.
   *
   * @param config the whole configuration
   * @throws IllegalArgumentException naming the key and the value out of range
   */
  public static CoordinatorSettings from(Config config) {
    Config section = config.getConfig("reparto.coordinator");
    return new CoordinatorSettings(
        section.getInt("task-attempts"),
        section.getInt("node-losses"),
        section.getInt("failures-in-a-row"),
        section.getDuration("progress-interval"),
        section.getInt("max-jobs"),
        section.getInt("remembered-jobs"),
        section.getLong("remembered-cells"),
        section.getDuration("commit-timeout"),
        section.getDuration("recovery-timeout"),
        section.getDuration("straggler-patience"),
        section.getDuration("stall-timeout"),
        section.getInt("stash-size"));
  }

  private static void check(String key, long value, long minimum, long maximum) {
    SettingRange.require("reparto.coordinator." + key, value, minimum, maximum);
  }
}
