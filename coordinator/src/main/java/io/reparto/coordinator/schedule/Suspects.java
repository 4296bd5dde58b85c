package io.reparto.coordinator.schedule;

import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.message.JobDiagnosis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tasks that ran, or may have run, where a worker was lost, and are not committed: one of them
 * may be why. Each runs alone in its lease, so that the next loss tells. Not thread-safe.
 */
final class Suspects {
  /**
   * What is held against a task.
   *
   * @param losses workers lost one after the other while it ran or may have run there
   * @param certain whether it is known to have run at the last loss
   * @param nextLease number of the first lease granted after that loss
   */
  private record Tally(int losses, boolean certain, long nextLease) {}

  private final NavigableMap<Integer, Tally> tallies = new TreeMap<>();
  private final TreeSet<Integer> waiting = new TreeSet<>();

  /** Those that wait. */
  JobDiagnosis.Tasks diagnose() {
    return new JobDiagnosis.Tasks(
        waiting.size(),
        waiting.size(),
        waiting.stream()
            .limit(JobDiagnosis.Tasks.MOST_RANGES)
            .map(task -> new TaskRange(task, task + 1))
            .toList());
  }

  /** Whether there is none, neither waiting nor outstanding. */
  boolean isEmpty() {
    return tallies.isEmpty();
  }

  boolean isAnyWaiting() {
    return !waiting.isEmpty();
  }

  boolean contains(TaskRange range) {
    return !tallies.subMap(range.first(), range.end()).isEmpty();
  }

  /**
   * A worker was lost that ran the task, or may have. A second copy that is lost later, or with it,
   * does not count: it was granted before the first loss told of anything.
   *
   * @param lease under which it ran
   * @param nextLease number of the first lease granted from now on
   * @return workers lost by it so far
   */
  int count(long lease, int task, boolean certain, long nextLease) {
    Tally last = tallies.get(task);
    if (!isNews(lease, task)) {
      return last.losses();
    }
    int losses = last == null ? 1 : last.losses() + 1;
    tallies.put(task, new Tally(losses, certain, nextLease));
    return losses;
  }

  /** Whether a loss of the lease would count. */
  boolean isNews(long lease, int task) {
    Tally last = tallies.get(task);
    return last == null || lease >= last.nextLease();
  }

  /**
   * A task that certainly ran at the last of so many losses, and waits.
   *
   * @param lease under which it ran then
   */
  void restore(int task, long lease, int losses) {
    tallies.put(task, new Tally(losses, true, lease + 1));
    waiting.add(task);
  }

  /** Lets the suspects among these tasks wait; returns the others, in order. */
  List<TaskRange> reclaim(TaskRange range) {
    var others = new ArrayList<TaskRange>();
    int from = range.first();
    for (int task : tallies.subMap(range.first(), range.end()).keySet()) {
      waiting.add(task);
      if (from < task) {
        others.add(new TaskRange(from, task));
      }
      from = task + 1;
    }
    if (from < range.end()) {
      others.add(new TaskRange(from, range.end()));
    }
    return others;
  }

  /** Takes the lowest that waits. */
  Optional<Integer> take() {
    return Optional.ofNullable(waiting.pollFirst());
  }

  /** They are outstanding somewhere. */
  void stopWaiting(int first, int end) {
    waiting.subSet(first, end).clear();
  }

  /** They are committed: nothing is held against them any more. */
  void clear(int first, int end) {
    stopWaiting(first, end);
    tallies.subMap(first, end).clear();
  }

  int losses(int task) {
    Tally tally = tallies.get(task);
    return tally == null ? 0 : tally.losses();
  }

  /** One that certainly ran at the last of at least so many losses. */
  Optional<Integer> culprit(int losses) {
    return tallies.entrySet().stream()
        .filter(entry -> entry.getValue().certain() && entry.getValue().losses() >= losses)
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
