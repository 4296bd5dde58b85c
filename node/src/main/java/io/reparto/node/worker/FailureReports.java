package io.reparto.node.worker;

import io.reparto.protocol.message.CoordinatorCommand.ReportFailure;
import io.reparto.protocol.message.CoordinatorCommand.ReportFailure.Kind;
import io.reparto.protocol.message.JobId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Failures that the coordinator has not noted, and those it has of leases that still run, or that
 * end this worker: another coordinator has to hear of them. Not thread-safe.
 */
final class FailureReports {
  private record Key(JobId job, long lease, int task) {
    static Key of(ReportFailure report) {
      return new Key(report.job(), report.lease(), report.task());
    }
  }

  private final Map<Key, ReportFailure> unnoted = new LinkedHashMap<>();
  private final Map<Key, ReportFailure> noted = new LinkedHashMap<>();

  void add(ReportFailure report) {
    unnoted.put(Key.of(report), report);
  }

  void noted(JobId job, long lease, int task, boolean leaseRuns) {
    ReportFailure report = unnoted.remove(new Key(job, lease, task));
    if (report != null && (leaseRuns || report.kind() == Kind.WORKER_ENDED)) {
      noted.put(Key.of(report), report);
    }
  }

  void leaseEnded(JobId job, long lease) {
    noted
        .values()
        .removeIf(
            report ->
                report.lease() == lease
                    && report.job().equals(job)
                    && report.kind() != Kind.WORKER_ENDED);
  }

  /** Another coordinator has noted nothing yet. */
  void tellAgain() {
    unnoted.putAll(noted);
    noted.clear();
  }

  void drop(JobId job) {
    unnoted.keySet().removeIf(key -> key.job().equals(job));
    noted.keySet().removeIf(key -> key.job().equals(job));
  }

  /** The tasks of a lease whose failure is not noted. */
  List<Integer> unnoted(JobId job, long lease) {
    return unnoted.keySet().stream()
        .filter(key -> key.lease() == lease && key.job().equals(job))
        .map(Key::task)
        .toList();
  }

  List<ReportFailure> unnoted() {
    return List.copyOf(unnoted.values());
  }
}
