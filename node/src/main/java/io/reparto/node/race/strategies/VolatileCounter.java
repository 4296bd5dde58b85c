package io.reparto.node.race.strategies;

/**
 * A volatile field: every load sees the latest store, and every store is seen at once; but {@code
 * ++} still is a load and a store, with room between them for another thread's (JLS 17.4.4 orders
 * the two, nothing joins them).
 */
public final class VolatileCounter implements SharedCounter {
  private volatile long count;

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // what is shown here
  public void add(int times) {
    for (int i = 0; i < times; i++) {
      count++;
    }
  }

  @Override
  public long total() {
    return count;
  }
}
