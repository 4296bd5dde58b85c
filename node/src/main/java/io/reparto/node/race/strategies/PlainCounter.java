package io.reparto.node.race.strategies;

/** A field without any modifier: load, add, store, and another thread's store may come between. */
public final class PlainCounter implements SharedCounter {
  private long count;

  @Override
  public void add(int times) {
    for (int i = 0; i < times && FoldingBarrier.pass(); i++) {
      count++;
    }
  }

  @Override
  public long total() {
    return count;
  }
}
