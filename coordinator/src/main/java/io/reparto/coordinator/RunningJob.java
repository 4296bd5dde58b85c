package io.reparto.coordinator;

import akka.actor.typed.ActorRef;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobRecord;
import io.reparto.protocol.message.JobReply;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.message.TaskLoss;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What the coordinator knows of a job that has not ended. Not thread-safe. */
final class RunningJob {
  private final ActorRef<JobRun.Message> run;
  private final Optional<ActorRef<JobEvent>> client;
  private final Set<ActorRef<JobReply>> watchers = new HashSet<>();
  private JobRecord.Accepted record;
  private JobStatus status;

  RunningJob(
      ActorRef<JobRun.Message> run,
      Optional<ActorRef<JobEvent>> client,
      JobRecord.Accepted record,
      JobStatus accepted) {
    this.run = run;
    this.client = client;
    this.record = record;
    this.status = accepted;
  }

  /** Takes note of a loss; returns what is to be written down of the job now. */
  JobRecord.Accepted lost(TaskLoss loss) {
    record = record.with(loss);
    return record;
  }

  ActorRef<JobRun.Message> run() {
    return run;
  }

  /** Who submitted it and waits for its events. */
  Optional<ActorRef<JobEvent>> client() {
    return client;
  }

  JobStatus status() {
    return status;
  }

  /** Hears of every change from now on. */
  void addWatcher(ActorRef<JobReply> watcher) {
    watchers.add(watcher);
  }

  void removeWatcher(ActorRef<JobReply> watcher) {
    watchers.remove(watcher);
  }

  /** Takes note of an event of the job and tells those who watch. */
  void changed(JobEvent event) {
    status = status.after(event);
    watchers.forEach(watcher -> watcher.tell(new JobReply.JobDescribed(status)));
  }
}
