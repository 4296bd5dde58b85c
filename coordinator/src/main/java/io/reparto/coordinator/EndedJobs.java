package io.reparto.coordinator;

import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobStatus;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
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

  private record Ended(JobStatus status, Optional<JobEvent> last) {
    long cells() {
      return last.map(EndedJobs::cells).orElse(0L);
    }
  }

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
   * @param last empty if it was not kept
   * @return the jobs that are forgotten for it
   */
  List<JobId> add(JobStatus status, Optional<JobEvent> last) {
    var added = new Ended(status, last);
    Ended replaced = jobs.put(status.job(), added);
    cells += added.cells() - (replaced == null ? 0 : replaced.cells());
    var forgotten = new ArrayList<JobId>();
    Iterator<Ended> oldest = jobs.values().iterator();
    while (jobs.size() > mostJobs || cells > mostCells) {
      Ended one = oldest.next();
      cells -= one.cells();
      forgotten.add(one.status().job());
      oldest.remove();
    }
    return forgotten;
  }

  Optional<JobEvent> lastEvent(JobId job) {
    return Optional.ofNullable(jobs.get(job)).flatMap(Ended::last);
  }

  Optional<JobStatus> status(JobId job) {
    return Optional.ofNullable(jobs.get(job)).map(Ended::status);
  }

  Stream<JobStatus> statuses() {
    return jobs.values().stream().map(Ended::status);
  }

  /** Of the result that the event carries, if it does. */
  static long cells(JobEvent event) {
    return event instanceof JobEvent.Succeeded succeeded
        ? (long) succeeded.result().rows() * succeeded.result().columns().size()
        : 0;
  }
}
