package io.reparto.node.cli;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Work that a signal interrupts, and that may take a while to put things in order then. */
final class Interruptible {
  /** The process ends after that, whatever is left. */
  private static final int CLEANUP_SECONDS = 20;

  private Interruptible() {}

  /** The work. */
  interface Work {
    int run() throws IOException, InterruptedException;
  }

  /**
   * Does it on this thread.
   *
   * @throws InterruptedException if a signal came and the work heeded it
   */
  static int call(Interruption interruption, Work work) throws IOException, InterruptedException {
    Thread working = Thread.currentThread();
    var ended = new CompletableFuture<Void>();
    CompletableFuture<Void> stopping =
        interruption
            .raised()
            .thenAccept(
                signal -> {
                  if (ended.isDone()) {
                    return;
                  }
                  working.interrupt();
                  if (Thread.currentThread() != working) { // raised already: nobody else to wait
                    ended.completeOnTimeout(null, CLEANUP_SECONDS, TimeUnit.SECONDS).join();
                  }
                });
    try {
      return work.run();
    } finally {
      ended.complete(null);
      stopping.cancel(false);
    }
  }
}
