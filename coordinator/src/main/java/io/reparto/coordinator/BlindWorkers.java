package io.reparto.coordinator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The workers that have said that they can't read the input of one job. Not thread-safe. */
final class BlindWorkers {
  // Why, by worker; also of workers that have gone since, for the remarks.
  private final Map<String, String> causes = new LinkedHashMap<>();
  private final Set<String> blind = new HashSet<>();

  /**
   * Takes note of one.
   *
   * @param cause path and reason
   */
  void add(String worker, String cause) {
    blind.add(worker);
    causes.put(worker, cause);
  }

  /** The worker has gone: one of its name may see more. */
  void forget(String worker) {
    blind.remove(worker);
  }

  boolean contains(String worker) {
    return blind.contains(worker);
  }

  int size() {
    return blind.size();
  }

  /** Whether there are workers and none of them can read the input. */
  boolean areAllOf(Set<String> workers) {
    return !workers.isEmpty() && blind.containsAll(workers);
  }

  /** Why the job fails when they are all: each path with its workers. */
  String reason() {
    var workersByCause = new TreeMap<String, Set<String>>();
    for (String worker : blind) {
      workersByCause.computeIfAbsent(causes.get(worker), cause -> new TreeSet<>()).add(worker);
    }
    var text = new ArrayList<String>();
    workersByCause.forEach(
        (cause, workers) -> text.add(cause + ", workers=" + String.join(", ", workers)));
    return "no worker can read the input: " + String.join("; ", text);
  }

  /**
   * For the user, one for each worker, also for those that have gone since.
   *
   * @param end of each
   */
  List<String> remarks(String end) {
    var remarks = new ArrayList<String>();
    causes.forEach(
        (worker, cause) -> remarks.add("input can't be read on " + worker + ": " + cause + end));
    return remarks;
  }
}
