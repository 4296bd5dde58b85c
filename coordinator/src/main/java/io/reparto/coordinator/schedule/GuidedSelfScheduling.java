package io.reparto.coordinator.schedule;

/**
 * How many tasks the next lease holds: remaining ÷ (2 × slots), at least one (Polychronopoulos and
 * Kuck, "Guided self-scheduling", IEEE Transactions on Computers C-36(12), 1987, section III, with
 * their factor halved so that a lease that proves slow does less harm). Messages then grow with
 * slots × log tasks, and tiny tasks come in leases of at least as many as are worth one.
 */
final class GuidedSelfScheduling {
  private GuidedSelfScheduling() {}

  /**
   * Where a lease that starts at {@code first} ends: on a multiple of the largest power of two
   * within its size where that leaves any task, so that whole subtrees merge before they travel.
   *
   * @param first first task of the lease
   * @param limit one past the last task it may hold
   * @param remaining tasks not leased yet, over the whole job
   * @param slots slots of the whole cluster, at least 1
   * @param least the fewest tasks that are worth a lease, where there are as many; at least 1
   * @return one past its last task
   */
  static int leaseEnd(int first, int limit, int remaining, int slots, int least) {
    int size = (int) Math.max(least, remaining / (2L * slots));
    long end = Math.min((long) first + size, limit);
    if (end < limit) {
      long aligned = end & -(long) Integer.highestOneBit(size);
      if (aligned > first) {
        end = aligned;
      }
    }
    return (int) end;
  }
}
