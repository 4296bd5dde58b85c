package io.reparto.coordinator.schedule;

/**
 * A lease with tasks that are not committed. Not thread-safe.
 *
 * <p>Tasks may be outstanding in two leases at once: where one is a second copy, or where a worker
 * turns out to hold what was taken for lost.
 */
final class OpenLease {
  private final Lease lease;
  private final boolean running;
  private final TaskRanges outstanding = new TaskRanges();

  /**
   * A lease without tasks.
   *
   * @param running whether its worker still runs it; else it has only to offer its partials
   */
  OpenLease(Lease lease, boolean running) {
    this.lease = lease;
    this.running = running;
  }

  Lease lease() {
    return lease;
  }

  boolean isRunning() {
    return running;
  }

  /** Its tasks that are not committed, failed or handed back. */
  TaskRanges outstanding() {
    return outstanding;
  }
}
