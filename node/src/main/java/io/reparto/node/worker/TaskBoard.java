package io.reparto.node.worker;

import io.reparto.protocol.message.WorkerCommand.RunLease;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Which task each slot of a worker is at. A slot writes its own entry; the worker reads them while
 * kernels run, and so does whoever asks what the JVM was doing at its end. Thread-safe.
 */
public final class TaskBoard {
  /**
   * A task that runs.
   *
   * @param sinceNanos when it began, by {@link System#nanoTime()}
   * @param thread the one that runs it; null while it waits for a time
   */
  record Entry(RunLease lease, int task, long sinceNanos, Thread thread) {
    boolean isSameAttempt(Entry other) {
      return other != null
          && task == other.task
          && sinceNanos == other.sinceNanos
          && lease.equals(other.lease);
    }

    private Entry on(Thread other) {
      return new Entry(lease, task, sinceNanos, other);
    }
  }

  private final AtomicReferenceArray<Entry> entries;

  /** A board on which no slot runs a task. */
  public TaskBoard(int slots) {
    entries = new AtomicReferenceArray<>(slots);
  }

  int slots() {
    return entries.length();
  }

  /** The task that a slot is at, or null if there is none. */
  Entry at(int slot) {
    return entries.get(slot);
  }

  /** The current thread begins a task. */
  void begin(int slot, RunLease lease, int task, long nowNanos) {
    entries.setRelease(slot, new Entry(lease, task, nowNanos, Thread.currentThread()));
  }

  /** The current thread goes on with the slot's task. */
  void resume(int slot) {
    Entry entry = entries.getPlain(slot);
    if (entry != null && entry.thread() != Thread.currentThread()) {
      entries.setRelease(slot, entry.on(Thread.currentThread()));
    }
  }

  /** The slot's task waits for a time, on no thread. */
  void pause(int slot) {
    Entry entry = entries.getPlain(slot);
    if (entry != null) {
      entries.setRelease(slot, entry.on(null));
    }
  }

  void end(int slot) {
    entries.setRelease(slot, null);
  }
}
