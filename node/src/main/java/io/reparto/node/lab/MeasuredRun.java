package io.reparto.node.lab;

import io.reparto.protocol.message.Costs;
import io.reparto.protocol.message.JobSummary;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * One run of a job that succeeded.
 *
 * @param wall from the request until its result was here
 * @param processCpuNanos processor time of this process meanwhile; empty if it ran elsewhere, or
 *     the JVM can't tell
 */
public record MeasuredRun(
    Duration wall, JobSummary summary, String digest, OptionalLong processCpuNanos) {
  private static final double NANOS_PER_SECOND = 1e9;

  /** Seconds of a number of nanoseconds. */
  public static double seconds(long nanos) {
    return nanos / NANOS_PER_SECOND;
  }

  public double wallSeconds() {
    return seconds(wall.toNanos());
  }

  /** From the plan to the end, as the coordinator saw it. */
  public double runSeconds() {
    return seconds(summary.running().toNanos());
  }

  /** All slots of the cluster times the time that the job ran. */
  public double slotSeconds() {
    return summary.costs().slots() * runSeconds();
  }

  /** What is left of {@link #slotSeconds()}: waiting for the first lease, or for the last slot. */
  public double idleSeconds() {
    Costs costs = summary.costs().sum();
    return slotSeconds()
        - seconds(
            costs.computeNanos() + costs.mergeNanos() + costs.queueNanos() + costs.handOverNanos());
  }
}
