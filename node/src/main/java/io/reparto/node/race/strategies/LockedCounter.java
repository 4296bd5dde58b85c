package io.reparto.node.race.strategies;

import java.util.concurrent.locks.ReentrantLock;

/** A plain field that is touched only by who holds a lock, taken for each increment. */
public final class LockedCounter implements SharedCounter {
  private final ReentrantLock lock = new ReentrantLock();
  private long count;

  @Override
  public void add(int times) {
    for (int i = 0; i < times; i++) {
      lock.lock();
      try {
        count++;
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public long total() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }
}
