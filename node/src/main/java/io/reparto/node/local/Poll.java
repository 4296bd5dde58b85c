package io.reparto.node.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what nobody tells us of: processes that are not our children, ports, locks. */
final class Poll {
  private static final int INTERVAL_MILLIS = 50;

  private Poll() {}

  /**
   * Asks until the answer is yes or the time is over; asks at least once.
   *
   * @return the last answer
   */
  static boolean until(Duration patience, BooleanSupplier question) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    var never = new CountDownLatch(1);
    while (!question.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      never.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }
    return true;
  }
}
