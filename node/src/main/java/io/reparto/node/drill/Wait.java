package io.reparto.node.drill;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass, and heeds interruption meanwhile. */
final class Wait {
  private static final int INTERVAL_MILLIS = 100;

  private Wait() {}

  /** What may come true. */
  interface Condition {
    boolean holds() throws Exception;
  }

  static void millis(long millis) throws InterruptedException {
    new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }

  /**
   * Asks until it holds.
   *
   * @param what for the message
   * @throws DrillException if it does not within so many seconds
   */
  static void until(int seconds, String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.holds()) {
      if (System.nanoTime() - deadline >= 0) {
        throw new DrillException("not within " + seconds + " s: " + what);
      }
      millis(INTERVAL_MILLIS);
    }
  }
}
