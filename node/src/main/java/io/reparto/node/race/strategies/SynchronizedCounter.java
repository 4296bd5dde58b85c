package io.reparto.node.race.strategies;

/**
 * A plain field that is touched only by who holds the object's monitor, taken for each increment.
 */
public final class SynchronizedCounter implements SharedCounter {
  private long count;

  @Override
  public void add(int times) {
    for (int i = 0; i < times; i++) {
      synchronized (this) {
        count++;
      }
    }
  }

  @Override
  public synchronized long total() {
    return count;
  }
}
