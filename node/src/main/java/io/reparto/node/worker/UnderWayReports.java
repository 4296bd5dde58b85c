package io.reparto.node.worker;

import io.reparto.protocol.message.TaskUnderWay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which tasks the coordinator is told of while they run: those that take their time, and those that
 * probably will, because the one before on their slot did. Telling of each short task would cost
 * more than it is worth: it is over when the report arrives. Not thread-safe.
 */
final class UnderWayReports {
  private final TaskBoard board;
  private final long slowNanos;
  private final TaskBoard.Entry[] announced;
  private List<TaskBoard.Entry> told = List.of();

  /**
   * Has told nothing.
   *
   * @param slowNanos how long a task runs before it is told of
   */
  UnderWayReports(TaskBoard board, long slowNanos) {
    this.board = board;
    this.slowNanos = slowNanos;
    this.announced = new TaskBoard.Entry[board.slots()];
  }

  /** A slot has begun a task that may take long. */
  void announce(int slot) {
    announced[slot] = board.at(slot);
  }

  /** Whether the last that was told is that no task runs. */
  boolean isNothingTold() {
    return told.isEmpty();
  }

  /** What to tell now, if it is not what was told last. */
  Optional<List<TaskUnderWay>> changed(long nowNanos) {
    List<TaskBoard.Entry> now = current(nowNanos);
    boolean same = now.size() == told.size();
    for (int entry = 0; same && entry < now.size(); entry++) {
      same = now.get(entry).isSameAttempt(told.get(entry));
    }
    return same ? Optional.empty() : Optional.of(tell(now, nowNanos));
  }

  /** What to tell now, in any case. */
  List<TaskUnderWay> again(long nowNanos) {
    return tell(current(nowNanos), nowNanos);
  }

  private List<TaskBoard.Entry> current(long nowNanos) {
    var current = new ArrayList<TaskBoard.Entry>();
    for (int slot = 0; slot < board.slots(); slot++) {
      TaskBoard.Entry entry = board.at(slot);
      if (entry != null
          && (nowNanos - entry.sinceNanos() >= slowNanos || entry.isSameAttempt(announced[slot]))) {
        current.add(entry);
      }
    }
    return current;
  }

  private List<TaskUnderWay> tell(List<TaskBoard.Entry> current, long nowNanos) {
    told = current;
    return current.stream()
        .map(
            entry ->
                new TaskUnderWay(
                    entry.lease().job(),
                    entry.lease().lease(),
                    entry.task(),
                    Duration.ofNanos(Math.max(0, nowNanos - entry.sinceNanos()))))
        .toList();
  }
}
