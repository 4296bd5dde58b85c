package io.reparto.coordinator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobReply;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.serialization.Parts;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The coordinator's answers to questions about its jobs. Used by the coordinator's actor alone. */
final class JobAnswers {
  private final ActorContext<Coordinator.Message> context;
  private final Map<JobId, RunningJob> running;
  private final EndedJobs ended;
  private final int partBytes;
  private final Map<JobId, ActorRef<ResultReader.Message>> readers = new HashMap<>();

  /**
   * @param running the coordinator's own map, only read
   * @param ended the coordinator's own, only read
   * @param partBytes most bytes of a result's piece; 0 for the usual size
   */
  JobAnswers(
      ActorContext<Coordinator.Message> context,
      Map<JobId, RunningJob> running,
      EndedJobs ended,
      int partBytes) {
    this.context = context;
    this.running = running;
    this.ended = ended;
    this.partBytes = partBytes;
  }

  JobReply describe(JobId job) {
    return status(job)
        .<JobReply>map(JobReply.JobDescribed::new)
        .orElse(new JobReply.NoSuchJob(job));
  }

  Optional<JobStatus> status(JobId job) {
    RunningJob one = running.get(job);
    return one == null ? ended.status(job) : Optional.of(one.status());
  }

  /** The newest jobs of a state, or of all. */
  JobReply list(Optional<JobStatus.State> wanted) {
    Stream<JobStatus> all =
        Stream.concat(running.values().stream().map(RunningJob::status), ended.statuses());
    return new JobReply.JobsListed(
        all.filter(job -> wanted.isEmpty() || job.state() == wanted.get())
            .sorted(Comparator.comparing(JobStatus::submitted).reversed())
            .limit(JobReply.JobsListed.MOST)
            .map(JobStatus::brief)
            .toList());
  }

  /** Answers, and tells of every change from now on. */
  void watch(CoordinatorCommand.WatchJob watch) {
    watch.watcher().tell(describe(watch.job()));
    RunningJob job = running.get(watch.job());
    if (job != null) {
      job.addWatcher(watch.watcher());
      context.watchWith(watch.watcher(), new Coordinator.WatcherStopped(watch.watcher()));
    }
  }

  void removeWatcher(Coordinator.WatcherStopped message) {
    running.values().forEach(job -> job.removeWatcher(message.watcher()));
  }

  /** Answers, or has a {@link ResultReader} answer. */
  void fetch(CoordinatorCommand.FetchResult fetch) {
    Optional<JobEvent> last = ended.lastEvent(fetch.job());
    if (last.isPresent() && last.get() instanceof JobEvent.Succeeded succeeded) {
      readers
          .computeIfAbsent(fetch.job(), job -> spawnReader(succeeded))
          .tell(new ResultReader.Read(fetch.part(), fetch.replyTo()));
    } else {
      fetch
          .replyTo()
          .tell(
              status(fetch.job())
                  .<JobReply>map(JobReply.NoResult::new)
                  .orElse(new JobReply.NoSuchJob(fetch.job())));
    }
  }

  private ActorRef<ResultReader.Message> spawnReader(JobEvent.Succeeded succeeded) {
    int most = partBytes == 0 ? Parts.MOST_BYTES : partBytes;
    ActorRef<ResultReader.Message> reader =
        context.spawnAnonymous(
            ResultReader.create(succeeded.job(), succeeded.result(), most),
            DispatcherSelector.fromConfig("reparto.coordinator.merge-dispatcher"));
    context.watchWith(reader, new Coordinator.ReaderStopped(succeeded.job()));
    return reader;
  }

  void forgetReader(Coordinator.ReaderStopped message) {
    readers.remove(message.job());
  }
}
