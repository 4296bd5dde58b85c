package io.reparto.jcstress;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A model of an actor that owns a counter, with what matters of Akka's mailbox: a queue that any
 * thread may add to, and a status that one thread at a time takes (compare-and-set) to process what
 * is queued, and gives back (volatile write). The counter is a plain field. It moves from thread to
 * thread, and each handing over of the status makes what was done before visible to who takes it
 * next. Left out: the pool that Akka processes on. Here the sender that finds the mailbox idle
 * processes it, which is the harder case: no other synchronisation lies between.
 */
final class OwnedByMailbox {
  private static final Integer INCREMENT = 1;

  private final Queue<Integer> mailbox = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private long count;

  void add(int times) {
    for (int i = 0; i < times; i++) {
      mailbox.add(INCREMENT);
      process();
    }
  }

  private void process() {
    // Looks again after giving the status back: a message may have come just before.
    while (!mailbox.isEmpty() && scheduled.compareAndSet(false, true)) {
      for (Integer message = mailbox.poll(); message != null; message = mailbox.poll()) {
        count += message;
      }
      scheduled.set(false);
    }
  }

  long total() {
    return count;
  }
}
