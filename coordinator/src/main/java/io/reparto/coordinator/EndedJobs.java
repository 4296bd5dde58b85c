package io.reparto.coordinator;

import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last events of ended jobs, so that a repeated submit gets the same answer and does not run
 * again. Bounded in jobs and in cells of their results: the oldest go first. Not thread-safe.
 */
final class EndedJobs {
  private final int mostJobs;
  private final long mostCells;
  private final Map<JobId, JobEvent> lastEvents = new LinkedHashMap<>();
  private long cells;

  EndedJobs(int mostJobs, long mostCells) {
    this.mostJobs = mostJobs;
    this.mostCells = mostCells;
  }

  void add(JobEvent last) {
    JobEvent replaced = lastEvents.put(last.job(), last);
    cells += cells(last) - (replaced == null ? 0 : cells(replaced));
    Iterator<JobEvent> oldest = lastEvents.values().iterator();
    while (lastEvents.size() > mostJobs || cells > mostCells) {
      cells -= cells(oldest.next());
      oldest.remove();
    }
  }

  Optional<JobEvent> lastEvent(JobId job) {
    return Optional.ofNullable(lastEvents.get(job));
  }

  private static long cells(JobEvent event) {
    return event instanceof JobEvent.Succeeded succeeded
        ? (long) succeeded.result().rows() * succeeded.result().columns().size()
        : 0;
  }
}
