package io.reparto.node.race.processes;

import java.time.Duration;
import java.util.List;

/**
 * A process takes the file lock and is killed while it holds it; the others want it. A lock made of
 * memory alone would be lost with its holder; the kernel's lock ends with it.
 */
final class HolderDeath {
  private static final Duration HELD = Duration.ofMillis(50);
  private static final int INCREMENTS = 100;

  private HolderDeath() {}

  /**
   * Lets it happen, and says what the others did.
   *
   * @throws RaceFailure if the others do not go on, or lose something
   */
  static String happen(ProcessGroup group) throws InterruptedException {
    try (ChildProcess holder = group.startChild()) {
      group.await(holder, CountingProcess.READY);
      holder.send(CountingProcess.HOLD);
      group.await(holder, CountingProcess.HOLDING);
      group.counter().reset();
      group.beginCount(ProcessStrategy.FILE_LOCK, INCREMENTS);
      boolean waited = !group.anyAnswerWithin(HELD) && group.counter().count() == 0;
      holder.kill();
      long killed = System.nanoTime();
      List<CountedAnswer> answers = group.awaitCounted();
      long nanos = System.nanoTime() - killed;
      long expected = (long) answers.size() * INCREMENTS;
      long observed = group.counter().count();
      if (!waited || observed != expected) {
        throw new RaceFailure(
            "the file lock does not keep what it promises: waited="
                + waited
                + ", expected="
                + expected
                + ", observed="
                + observed);
      }
      return "file lock: process "
          + holder.pid()
          + " was killed while it held the lock and the others waited; "
          + nanos / 1_000_000
          + " ms later they had counted "
          + observed
          + " of "
          + expected
          + ": the kernel gives a dead holder's lock back";
    }
  }
}
