package io.reparto.coordinator;

import java.time.Duration;

/** Notices when a job no longer gets on. Not thread-safe; times are those of a monotonic clock. */
final class Watchdog {
  private final long timeoutNanos;
  private long progressNanos;
  private boolean told;

  /**
   * @param timeout how long nothing may happen
   */
  Watchdog(Duration timeout, long nowNanos) {
    this.timeoutNanos = timeout.toNanos();
    this.progressNanos = nowNanos;
  }

  /** The job got on. */
  void progressed(long nowNanos) {
    progressNanos = nowNanos;
    told = false;
  }

  /** Whether nothing has happened for too long; once for each time that nothing happens. */
  boolean barks(long nowNanos) {
    if (told || nowNanos - progressNanos < timeoutNanos) {
      return false;
    }
    told = true;
    return true;
  }

  Duration sinceProgress(long nowNanos) {
    return Duration.ofNanos(nowNanos - progressNanos);
  }
}
