package io.reparto.coordinator.schedule;

import io.reparto.protocol.aggregate.TaskRange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which open leases were granted a task: found in time by those that were, not by all there are.
 * Ranges are kept by the power of two that holds their size, so that of each only those that begin
 * shortly before can reach a task. Not thread-safe.
 */
final class LeasesByTask {
  private static final int MAGNITUDES = 32;

  private final List<NavigableMap<Integer, List<OpenLease>>> byMagnitude = new ArrayList<>();

  LeasesByTask() {
    for (int magnitude = 0; magnitude < MAGNITUDES; magnitude++) {
      byMagnitude.add(new TreeMap<>());
    }
  }

  void add(OpenLease lease, TaskRange range) {
    lease.ranges().add(range);
    ofSize(range).computeIfAbsent(range.first(), first -> new ArrayList<>(1)).add(lease);
  }

  /** The lease is no longer open. */
  void remove(OpenLease lease) {
    for (TaskRange range : lease.ranges()) {
      NavigableMap<Integer, List<OpenLease>> byFirst = ofSize(range);
      List<OpenLease> there = byFirst.get(range.first());
      there.remove(lease);
      if (there.isEmpty()) {
        byFirst.remove(range.first());
      }
    }
  }

  private NavigableMap<Integer, List<OpenLease>> ofSize(TaskRange range) {
    return byMagnitude.get(magnitude(range.size()));
  }

  private static int magnitude(int size) {
    return MAGNITUDES - Integer.numberOfLeadingZeros(Math.max(0, size - 1));
  }

  /** Those that may have one of first (included) to end (excluded). */
  Set<OpenLease> near(int first, int end) {
    var near = new LinkedHashSet<OpenLease>();
    for (int magnitude = 0; magnitude < MAGNITUDES; magnitude++) {
      NavigableMap<Integer, List<OpenLease>> byFirst = byMagnitude.get(magnitude);
      if (!byFirst.isEmpty()) {
        long from = first - (1L << magnitude) + 1;
        byFirst.subMap((int) Math.max(0, from), true, end, false).values().forEach(near::addAll);
      }
    }
    return near;
  }
}
