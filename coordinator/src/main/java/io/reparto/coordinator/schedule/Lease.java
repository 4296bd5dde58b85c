package io.reparto.coordinator.schedule;

/**
 * A run of consecutive tasks granted to one slot.
 *
 * @param number unique in the job, also among leases of other terms
 * @param worker who holds it
 * @param first first task
 * @param count how many
 * @param attempt how often these tasks failed before
 * @param copy whether its tasks run elsewhere already
 */
public record Lease(long number, String worker, int first, int count, int attempt, boolean copy) {

  /** One past the last task. */
  public int end() {
    return first + count;
  }
}
