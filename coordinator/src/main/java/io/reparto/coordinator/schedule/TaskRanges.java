package io.reparto.coordinator.schedule;

import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.message.JobDiagnosis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set of task numbers as disjoint ranges: takes memory by the number of gaps, not of tasks. Not
 * thread-safe.
 */
final class TaskRanges {
  private final TreeMap<Integer, Integer> endByFirst = new TreeMap<>();
  private int size;

  /** How many tasks are in the set. */
  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The lowest range; the set must not be empty. */
  TaskRange lowest() {
    Map.Entry<Integer, Integer> entry = endByFirst.firstEntry();
    return new TaskRange(entry.getKey(), entry.getValue());
  }

  /** How many ranges there are, and the first of them. */
  JobDiagnosis.Tasks diagnose() {
    return new JobDiagnosis.Tasks(
        size,
        endByFirst.size(),
        endByFirst.entrySet().stream()
            .limit(JobDiagnosis.Tasks.MOST_RANGES)
            .map(entry -> new TaskRange(entry.getKey(), entry.getValue()))
            .toList());
  }

  /** Every range in order; a copy. */
  List<TaskRange> ranges() {
    return within(0, Integer.MAX_VALUE);
  }

  /** What of first (included) to end (excluded) is in the set, in order; a copy. */
  List<TaskRange> within(int first, int end) {
    var found = new ArrayList<TaskRange>();
    Integer from = endByFirst.floorKey(first);
    for (Map.Entry<Integer, Integer> entry :
        endByFirst.tailMap(from == null ? first : from, true).entrySet()) {
      if (entry.getKey() >= end) {
        break;
      }
      int low = Math.max(first, entry.getKey());
      int high = Math.min(end, entry.getValue());
      if (low < high) {
        found.add(new TaskRange(low, high));
      }
    }
    return found;
  }

  /** What of first (included) to end (excluded) is not in the set, in order. */
  List<TaskRange> missing(int first, int end) {
    var found = new ArrayList<TaskRange>();
    int from = first;
    for (TaskRange there : within(first, end)) {
      if (from < there.first()) {
        found.add(new TaskRange(from, there.first()));
      }
      from = there.end();
    }
    if (from < end) {
      found.add(new TaskRange(from, end));
    }
    return found;
  }

  /** Whether all of first (included) to end (excluded) is in the set. */
  boolean covers(int first, int end) {
    Map.Entry<Integer, Integer> before = endByFirst.floorEntry(first);
    return first >= end || (before != null && before.getValue() >= end);
  }

  /** Whether any of first (included) to end (excluded) is in the set. */
  boolean intersects(int first, int end) {
    Map.Entry<Integer, Integer> before = endByFirst.lowerEntry(end);
    return first < end && before != null && before.getValue() > first;
  }

  /** Adds first (included) to end (excluded); what is there already stays. */
  void add(int first, int end) {
    if (first >= end) {
      return;
    }
    remove(first, end);
    size += end - first;
    int newFirst = first;
    int newEnd = end;
    Map.Entry<Integer, Integer> before = endByFirst.lowerEntry(first);
    if (before != null && before.getValue() == first) {
      newFirst = before.getKey();
    }
    Integer afterEnd = endByFirst.remove(end);
    if (afterEnd != null) {
      newEnd = afterEnd;
    }
    endByFirst.put(newFirst, newEnd);
  }

  /** Removes first (included) to end (excluded); what is not there is no matter. */
  void remove(int first, int end) {
    if (first >= end) {
      return; // or it would cut a range in two
    }
    Map.Entry<Integer, Integer> entry = endByFirst.lowerEntry(end);
    while (entry != null && entry.getValue() > first) {
      int entryFirst = entry.getKey();
      int entryEnd = entry.getValue();
      endByFirst.remove(entryFirst);
      size -= Math.min(entryEnd, end) - Math.max(entryFirst, first);
      if (entryFirst < first) {
        endByFirst.put(entryFirst, first);
      }
      if (entryEnd > end) {
        endByFirst.put(end, entryEnd);
      }
      entry = endByFirst.lowerEntry(end);
    }
  }
}
