package io.reparto.node.cli;

import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** The user's wish to stop, raised by a signal at most once. Thread-safe. */
public final class Interruption {
  private final CompletableFuture<Integer> raised = new CompletableFuture<>();
  private volatile String lastWords = "";
  private boolean resultBegun;

  /**
   * Raises it.
   *
   * @param signal its number: 2 for SIGINT, 15 for SIGTERM
   * @return false if the result is being written already, so that it is too late for a clean end
   */
  public synchronized boolean raise(int signal) {
    if (resultBegun) {
      return false;
    }
    raised.complete(signal);
    return true;
  }

  /** What to say where the process ends before its command can say it; empty if nothing. */
  public String lastWords() {
    return lastWords;
  }

  /** Sets {@link #lastWords}. */
  public void lastWords(String words) {
    lastWords = words;
  }

  /** Completed with the signal's number when raised. */
  public CompletableFuture<Integer> raised() {
    return raised;
  }

  /** The signal, if raised. */
  public OptionalInt signal() {
    Integer signal = raised.getNow(null);
    return signal == null ? OptionalInt.empty() : OptionalInt.of(signal);
  }

  /** Something that waits, and ends when its thread is interrupted. */
  @FunctionalInterface
  interface Wait<T> {
    T call() throws InterruptedException;
  }

  /**
   * Calls it on this thread, which is interrupted if the wish to stop comes meanwhile; afterwards
   * it is not, however the call ended.
   */
  <T> T interrupting(Wait<T> call) throws InterruptedException {
    Thread waiting = Thread.currentThread();
    var over = new AtomicBoolean();
    CompletableFuture<Void> hook =
        raised.thenAccept(
            signal -> {
              synchronized (over) {
                if (!over.get()) {
                  waiting.interrupt();
                }
              }
            });
    try {
      return call.call();
    } finally {
      synchronized (over) {
        over.set(true);
      }
      hook.cancel(false);
      if (raised.isDone()) {
        Thread.interrupted();
      }
    }
  }

  /**
   * Marks that a result is about to be written.
   *
   * @return false if the interruption came first: then none may be written
   */
  public synchronized boolean beginResult() {
    if (raised.isDone()) {
      return false;
    }
    resultBegun = true;
    return true;
  }
}
