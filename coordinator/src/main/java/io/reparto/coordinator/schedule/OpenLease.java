package io.reparto.coordinator.schedule;

import io.reparto.protocol.aggregate.TaskRange;
import java.util.ArrayList;
import java.util.List;

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
  private final List<TaskRange> ranges = new ArrayList<>();

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

  /** All that it was ever granted. */
  List<TaskRange> ranges() {
    return ranges;
  }

  /** Its tasks that are not committed, failed or handed back. */
  TaskRanges outstanding() {
    return outstanding;
  }
}
