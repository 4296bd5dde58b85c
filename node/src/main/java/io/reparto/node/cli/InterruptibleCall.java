package io.reparto.node.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Work that the user's wish to stop ends by interrupting its thread. Whoever tells of that wish
 * waits until the work has cleaned up: a process that ends first would leave files or processes
 * behind.
 */
final class InterruptibleCall {
  /**
   * What hangs longer than that, a file system for instance, does not keep the process. Nodes that
   * don't end when asked are killed after 5 s.
   */
  private static final int CLEANUP_SECONDS = 15;

  private InterruptibleCall() {}

  /** Something to do, that heeds interruption of its thread. */
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    T call() throws E;
  }

  /** Calls it on this thread. */
  static <T, E extends Exception> T call(Interruption interruption, Work<T, E> work) throws E {
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
      return work.call();
    } finally {
      ended.complete(null);
      stopping.cancel(false);
    }
  }
}
