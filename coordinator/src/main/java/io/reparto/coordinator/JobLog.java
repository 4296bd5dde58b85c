package io.reparto.coordinator;

import akka.Done;
import akka.actor.typed.ActorSystem;
import io.reparto.coordinator.registry.JobRegistry;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobRecord;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.serialization.DataCodec;
import io.reparto.protocol.serialization.KryoCodec;
import io.reparto.protocol.serialization.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Writes down what becomes of a coordinator's jobs, and remembers the ended ones. Used by the
 * coordinator's actor alone.
 */
final class JobLog {
  private static final byte[] NO_RESULT = {};

  private final JobRegistry registry;
  private final EndedJobs ended;
  private final ActorSystem<?> system;

  JobLog(JobRegistry registry, EndedJobs ended, ActorSystem<?> system) {
    this.registry = registry;
    this.ended = ended;
    this.system = system;
  }

  /** Remembers the ended ones of these jobs again and returns the others, oldest first. */
  List<JobRecord.Accepted> restore(List<JobRecord> jobs) {
    var unfinished = new ArrayList<JobRecord.Accepted>();
    jobs.stream()
        // Not Comparator.comparing: no start-up archive holds its lambdas (docs/adr/0006).
        .sorted((one, other) -> one.submitted().compareTo(other.submitted()))
        .forEach(
            job -> {
              if (job instanceof JobRecord.Accepted accepted) {
                unfinished.add(accepted);
              } else {
                restore((JobRecord.Ended) job);
              }
            });
    return unfinished;
  }

  private void restore(JobRecord.Ended job) {
    JobStatus status = job.status();
    Optional<JobEvent> last = Optional.empty();
    if (job.result().length > 0) {
      var result = (JobResult) Parts.join(List.of(job.result()), codec());
      last =
          Optional.of(new JobEvent.Succeeded(job.job(), result, status.digest(), status.summary()));
    }
    ended.add(status, last).forEach(registry::remove);
  }

  /** Completes when the job outlives this coordinator, as far as that can be known. */
  CompletionStage<Done> accepted(JobRecord.Accepted job) {
    return registry
        .put(job)
        .exceptionally(
            failure -> {
              system
                  .log()
                  .warn("a job may not outlive this coordinator: job={}", job.job(), failure);
              return Done.getInstance();
            });
  }

  /** The next coordinator should know more of the job. */
  void changed(JobRecord.Accepted job) {
    registry
        .put(job)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                system.log().warn("a job's losses may be forgotten: job={}", job.job(), failure);
              }
            });
  }

  /**
   * The job has ended.
   *
   * @param status after its last event
   */
  void ended(JobStatus status, JobEvent last) {
    ended.add(status, Optional.of(last)).forEach(registry::remove);
    registry
        .put(new JobRecord.Ended(status, encoded(last)))
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                system.log().warn("a job's end may be forgotten: job={}", status.job(), failure);
              }
            });
  }

  /** The result, if it is small enough to be kept with the job. */
  private byte[] encoded(JobEvent last) {
    int most = registry.mostResultBytes();
    // A cell takes a byte at least: what can't fit need not be encoded to find out.
    if (!(last instanceof JobEvent.Succeeded succeeded)
        || most == 0
        || EndedJobs.cells(last) > most) {
      return NO_RESULT;
    }
    List<byte[]> pieces = Parts.cut(succeeded.result(), codec(), most);
    return pieces.size() == 1 ? pieces.get(0) : NO_RESULT;
  }

  private KryoCodec codec() {
    return DataCodec.of(system.classicSystem());
  }
}
