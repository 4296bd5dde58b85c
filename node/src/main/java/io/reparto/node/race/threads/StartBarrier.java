package io.reparto.node.race.threads;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets threads begin together: the last to come sets a time a little ahead, and at that time all
 * begin. They spin, because to wake a waiting thread takes longer than ten thousand increments, and
 * they begin by the clock, because who had just given way to another would come late to a signal.
 * Where there are more threads than cores, no barrier can make all of them run at once. Used once.
 */
public final class StartBarrier {
  private static final int SPINS_BEFORE_YIELD = 1_000;
  private static final long AHEAD_NANOS = 500_000;

  private final AtomicInteger missing;
  private volatile long startsAt;
  private volatile boolean complete;

  /** A barrier for so many threads. */
  public StartBarrier(int threads) {
    missing = new AtomicInteger(threads);
  }

  /** Returns when all have called it. */
  @SuppressWarnings("ThreadPriorityCheck") // there may be more that spin than cores
  public void await() {
    if (missing.decrementAndGet() == 0) {
      startsAt = System.nanoTime() + AHEAD_NANOS;
      complete = true;
    }
    for (int spins = 0; !complete; spins++) {
      if (spins < SPINS_BEFORE_YIELD) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    while (System.nanoTime() - startsAt < 0) {
      Thread.onSpinWait();
    }
  }
}
