package io.reparto.coordinator.schedule;

import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.message.JobDiagnosis;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs of tasks that wait for another try, by the worker that had them last: finding one for
 * another worker takes time by workers, not by retries. Disjoint; not thread-safe.
 */
final class Retries {
  /** First task to one past the last, and how often they have failed. */
  record Retry(int first, int end, int attempt) {
    int size() {
      return end - first;
    }
  }

  private final Map<String, NavigableMap<Integer, Retry>> byLastWorker = new LinkedHashMap<>();
  private int size;

  boolean isEmpty() {
    return byLastWorker.isEmpty();
  }

  void add(String lastWorker, Retry retry) {
    put(byLastWorker.computeIfAbsent(lastWorker, name -> new TreeMap<>()), retry);
  }

  private void put(NavigableMap<Integer, Retry> retries, Retry retry) {
    Retry replaced = retries.put(retry.first(), retry);
    size += retry.size() - (replaced == null ? 0 : replaced.size());
  }

  /**
   * Takes a retry out.
   *
   * @param otherWorkers whether those that {@code worker} had last are kept for another
   */
  Optional<Retry> take(String worker, boolean otherWorkers) {
    return lastWorker(worker, otherWorkers).map(this::takeLowest);
  }

  private Optional<String> lastWorker(String worker, boolean otherWorkers) {
    return byLastWorker.keySet().stream()
        .filter(name -> !otherWorkers || !name.equals(worker))
        .findFirst();
  }

  /** Adds a range in so many parts, or fewer where it has fewer tasks. */
  void addInParts(String lastWorker, TaskRange range, int attempt, int parts) {
    int size = (range.size() + parts - 1) / parts;
    for (int first = range.first(); first < range.end(); first += size) {
      add(lastWorker, new Retry(first, Math.min(range.end(), first + size), attempt));
    }
  }

  /** How many tasks wait. */
  int size() {
    return size;
  }

  JobDiagnosis.Tasks diagnose() {
    return new JobDiagnosis.Tasks(
        size,
        byLastWorker.values().stream().mapToInt(Map::size).sum(),
        byLastWorker.values().stream()
            .flatMap(retries -> retries.values().stream())
            .limit(JobDiagnosis.Tasks.MOST_RANGES)
            .map(retry -> new TaskRange(retry.first(), retry.end()))
            .toList());
  }

  private Retry takeLowest(String lastWorker) {
    NavigableMap<Integer, Retry> retries = byLastWorker.get(lastWorker);
    Retry taken = retries.pollFirstEntry().getValue();
    size -= taken.size();
    if (retries.isEmpty()) {
      byLastWorker.remove(lastWorker);
    }
    return taken;
  }

  /** Removes first (included) to end (excluded); what is not there is no matter. */
  void remove(int first, int end) {
    byLastWorker.values().forEach(retries -> remove(retries, first, end));
    byLastWorker.values().removeIf(NavigableMap::isEmpty);
  }

  private void remove(NavigableMap<Integer, Retry> retries, int first, int end) {
    Map.Entry<Integer, Retry> entry = retries.lowerEntry(end);
    while (entry != null && entry.getValue().end() > first) {
      Retry cut = entry.getValue();
      retries.remove(cut.first());
      size -= cut.size();
      if (cut.first() < first) {
        put(retries, new Retry(cut.first(), first, cut.attempt()));
      }
      if (cut.end() > end) {
        put(retries, new Retry(end, cut.end(), cut.attempt()));
      }
      entry = retries.lowerEntry(end);
    }
  }
}
