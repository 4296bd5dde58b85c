package io.reparto.coordinator;

import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobStatus;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ended jobs with their last event, so that a repeated submit gets the same answer and does not run
 * again, and with what is told of them. Bounded in jobs and in cells of their results: the oldest
 * go first. Not thread-safe.
 */
final class EndedJobs {
  private final int mostJobs;
  private final long mostCells;

  private record Ended(JobStatus status, JobEvent last) {}

  private final Map<JobId, Ended> jobs = new LinkedHashMap<>();
  private long cells;

  EndedJobs(int mostJobs, long mostCells) {
    this.mostJobs = mostJobs;
    this.mostCells = mostCells;
  }

  /**
   * Remembers a job.
   *
   * @param status after its last event
   */
  void add(JobStatus status, JobEvent last) {
    Ended replaced = jobs.put(last.job(), new Ended(status, last));
    cells += cells(last) - (replaced == null ? 0 : cells(replaced.last()));
    Iterator<Ended> oldest = jobs.values().iterator();
    while (jobs.size() > mostJobs || cells > mostCells) {
      cells -= cells(oldest.next().last());
      oldest.remove();
    }
  }

  Optional<JobEvent> lastEvent(JobId job) {
    return Optional.ofNullable(jobs.get(job)).map(Ended::last);
  }

  Optional<JobStatus> status(JobId job) {
    return Optional.ofNullable(jobs.get(job)).map(Ended::status);
  }

  Stream<JobStatus> statuses() {
    return jobs.values().stream().map(Ended::status);
  }

  private static long cells(JobEvent event) {
    return event instanceof JobEvent.Succeeded succeeded
        ? (long) succeeded.result().rows() * succeeded.result().columns().size()
        : 0;
  }
}
