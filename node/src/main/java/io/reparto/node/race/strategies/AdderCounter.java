package io.reparto.node.race.strategies;

import java.util.concurrent.atomic.LongAdder;

/**
 * A {@link LongAdder}: threads that meet at one cell move to cells of their own, summed at the end.
 */
public final class AdderCounter implements SharedCounter {
  private final LongAdder count = new LongAdder();

  @Override
  public void add(int times) {
    for (int i = 0; i < times; i++) {
      count.increment();
    }
  }

  @Override
  public long total() {
    return count.sum();
  }
}
