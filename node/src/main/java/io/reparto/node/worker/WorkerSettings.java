package io.reparto.node.worker;

import com.typesafe.config.Config;
import io.reparto.protocol.job.InputRoots;
import io.reparto.protocol.settings.SettingRange;
import java.time.Duration;

/**
 * The keys under {@code reparto.worker}, read and checked once; meanings and ranges stand in
 * reference.conf.
 *
 * @param cpuTime whether the processor time of leases is measured
 * @param inputRoots what jobs may read here
 */
public record WorkerSettings(
    Duration slice,
    Duration slowTask,
    Duration flushInterval,
    Duration retryInterval,
    Duration answerTimeout,
    long outboxBytes,
    long keptBytes,
    boolean cpuTime,
    InputRoots inputRoots) {

  public WorkerSettings {
    check("slice", slice.toMillis(), 1, 1_000);
    check("slow-task", slowTask.toMillis(), 1, 60_000);
    check("flush-interval", flushInterval.toMillis(), 10, 60_000);
    check("retry-interval", retryInterval.toMillis(), 100, 60_000);
    check("answer-timeout", answerTimeout.toMillis(), 1_000, 3_600_000);
    check("outbox-size", outboxBytes, 1, 1L << 40);
    check("kept-size", keptBytes, 0, 1L << 40);
  }

  /**
   * Reads the keys.
   *
   * @param config the whole configuration
   * @throws IllegalArgumentException naming the key and the value out of range
   */
  public static WorkerSettings from(Config config) {
    Config section = config.getConfig("reparto.worker");
    return new WorkerSettings(
        section.getDuration("slice"),
        section.getDuration("slow-task"),
        section.getDuration("flush-interval"),
        section.getDuration("retry-interval"),
        section.getDuration("answer-timeout"),
        section.getBytes("outbox-size"),
        section.getBytes("kept-size"),
        section.getBoolean("cpu-time"),
        InputRoots.ANYWHERE);
  }

  /** The same, where jobs must not read everything. */
  public WorkerSettings confinedTo(InputRoots roots) {
    return with(cpuTime, roots);
  }

  /** The same, with the processor time of leases. */
  public WorkerSettings measuringCpuTime() {
    return with(true, inputRoots);
  }

  private WorkerSettings with(boolean measuresCpu, InputRoots roots) {
    return new WorkerSettings(
        slice,
        slowTask,
        flushInterval,
        retryInterval,
        answerTimeout,
        outboxBytes,
        keptBytes,
        measuresCpu,
        roots);
  }

  private static void check(String key, long value, long minimum, long maximum) {
    SettingRange.require("reparto.worker." + key, value, minimum, maximum);
  }
}
