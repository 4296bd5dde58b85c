package io.reparto.node.race.strategies;

import java.util.concurrent.atomic.AtomicLong;

/** An {@link AtomicLong}: load, addition and store as one instruction. */
public final class AtomicCounter implements SharedCounter {
  private final AtomicLong count = new AtomicLong();

  @Override
  public void add(int times) {
    for (int i = 0; i < times; i++) {
      count.incrementAndGet();
    }
  }

  @Override
  public long total() {
    return count.get();
  }
}
