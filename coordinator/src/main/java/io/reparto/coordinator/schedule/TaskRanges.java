package io.reparto.coordinator.schedule;

import java.util.Map;
import java.util.TreeMap;

/**
 * A set of task numbers as disjoint ranges: takes memory by the number of gaps, not of tasks. Not
 * thread-safe.
 */
final class TaskRanges {
  /** First task to one past the last. */
  record Range(int first, int end) {}

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
  Range lowest() {
    Map.Entry<Integer, Integer> entry = endByFirst.firstEntry();
    return new Range(entry.getKey(), entry.getValue());
  }

  /** Every range in order; a copy. */
  java.util.List<Range> ranges() {
    var ranges = new java.util.ArrayList<Range>(endByFirst.size());
    endByFirst.forEach((first, end) -> ranges.add(new Range(first, end)));
    return ranges;
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
