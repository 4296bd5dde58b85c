package io.reparto.node.cluster.simulation;

import io.reparto.protocol.message.TaskUnderWay;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What a worker's slots run, and what of it was told, as in the real one's {@code UnderWayReports}.
 */
final class UnderWay {
  private final List<VirtualSlot> slots;
  private List<TaskUnderWay> told = List.of();

  /**
   * @param slots read at each question
   */
  UnderWay(List<VirtualSlot> slots) {
    this.slots = slots;
  }

  /** What to tell now, if it is not what was told last. */
  Optional<List<TaskUnderWay>> changed() {
    List<TaskUnderWay> now = current();
    boolean same = now.size() == told.size();
    Iterator<TaskUnderWay> before = told.iterator();
    for (TaskUnderWay one : now) {
      same = same && isSame(one, before.next());
    }
    if (same) {
      return Optional.empty();
    }
    told = now;
    return Optional.of(now);
  }

  /** What to tell now, in any case. */
  List<TaskUnderWay> again() {
    told = current();
    return told;
  }

  private static boolean isSame(TaskUnderWay one, TaskUnderWay other) {
    return one.task() == other.task() && one.lease() == other.lease();
  }

  private List<TaskUnderWay> current() {
    var current = new ArrayList<TaskUnderWay>();
    for (VirtualSlot slot : slots) {
      slot.underWay().ifPresent(current::add);
    }
    return current;
  }
}
