package io.reparto.coordinator.schedule;

/**
 * How long tasks of a job have taken so far, messages included, in the mean: so that a lease of
 * tiny tasks is worth the messages that it takes (the GSS(k) of {@link GuidedSelfScheduling}'s
 * source, with k measured). Not thread-safe.
 */
final class TaskPace {
  /** Some round trips between two nodes; slots may end that far apart for it. */
  private static final double LEAST_LEASE_NANOS = 4e6;

  private double nanos;
  private double tasks;

  /** So many tasks were committed after so long; zero for those that came with others. */
  void add(int committed, long tookNanos) {
    tasks += committed;
    nanos += tookNanos;
  }

  /** The fewest tasks that a lease should hold, at least 1. */
  int leastLease() {
    double least = tasks == 0 ? 1 : LEAST_LEASE_NANOS * tasks / Math.max(1, nanos);
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, least));
  }
}
