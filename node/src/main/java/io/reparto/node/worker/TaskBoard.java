package io.reparto.node.worker;

import akka.Done;
import io.reparto.protocol.message.WorkerCommand.RunLease;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;

/**
 * Which task each slot of a worker is at. A slot writes its own entry; the worker reads them while
 * kernels run, and so does whoever asks what the JVM was doing at its end. Thread-safe.
 */
public final class TaskBoard {
  /**
   * A task that runs.
   *
   * @param sinceNanos when it began, by the worker's clock
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

  /**
   * A task that has told the JVM to exit; its thread never comes back.
   *
   * @param where its stack, a line each
   */
  record Exit(Entry task, String where) {}

  private static final int STACK_LINES = 12;

  private final AtomicReferenceArray<Entry> entries;
  private final AtomicReferenceArray<Exit> exits;
  private final CompletableFuture<Done> drained = new CompletableFuture<>();

  /** A board on which no slot runs a task. */
  public TaskBoard(int slots) {
    entries = new AtomicReferenceArray<>(slots);
    exits = new AtomicReferenceArray<>(slots);
  }

  /**
   * Finds the tasks that have told the JVM to exit and keeps them for the worker, which is to drain
   * then.
   *
   * @param stacks of all threads, once the JVM is exiting
   * @return the tasks, in words
   */
  public List<String> findExits(Map<Thread, StackTraceElement[]> stacks) {
    var found = new ArrayList<String>();
    for (int slot = 0; slot < slots(); slot++) {
      Entry entry = entries.get(slot);
      boolean runs = entry != null && entry.thread() != null;
      StackTraceElement[] stack = runs ? stacks.get(entry.thread()) : null;
      int caller = stack == null ? 0 : callerOfExit(stack);
      if (caller > 0) {
        String where =
            Arrays.stream(stack)
                .skip(caller)
                .takeWhile(frame -> !frame.getClassName().equals(Slot.class.getName()))
                .limit(STACK_LINES)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining("\n"));
        exits.set(slot, new Exit(entry, where));
        found.add("job=" + entry.lease().job() + ", task=" + entry.task() + ", at " + where);
      }
    }
    return found;
  }

  /** The index of the frame that called an exit of the JVM; 0 if none did. */
  private static int callerOfExit(StackTraceElement[] stack) {
    for (int frame = stack.length - 1; frame > 0; frame--) {
      String method = stack[frame - 1].getClassName() + "." + stack[frame - 1].getMethodName();
      if (method.equals("java.lang.System.exit") || method.equals("java.lang.Runtime.exit")) {
        // Akka exits by itself when memory is out.
        return stack[frame].getClassName().startsWith("akka.") ? 0 : frame;
      }
    }
    return 0;
  }

  /** The task of a slot that has told the JVM to exit, or null. */
  Exit exit(int slot) {
    return exits.get(slot);
  }

  /** Whether there is such a task. */
  boolean hasExit() {
    for (int slot = 0; slot < slots(); slot++) {
      if (exits.get(slot) != null) {
        return true;
      }
    }
    return false;
  }

  /** The worker is drained, and stops if all its slots can. */
  void setDrained() {
    drained.complete(Done.getInstance());
  }

  /**
   * Completes when the worker is drained: also where it can't stop, because a task never returns.
   */
  public CompletionStage<Done> drained() {
    return drained;
  }

  /** How many slots there are. */
  public int slots() {
    return entries.length();
  }

  /** How many slots are at a task. */
  public int busySlots() {
    int busy = 0;
    for (int slot = 0; slot < slots(); slot++) {
      busy += entries.get(slot) == null ? 0 : 1;
    }
    return busy;
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
