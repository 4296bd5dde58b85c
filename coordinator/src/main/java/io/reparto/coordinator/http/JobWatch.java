package io.reparto.coordinator.http;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.stream.OverflowStrategy;
import akka.stream.javadsl.Source;
import akka.stream.typed.javadsl.ActorSource;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobReply;
import java.time.Duration;
import java.util.Optional;

/**
 * What the coordinator tells of a job, as a stream. The coordinator is asked again and again: it
 * answers at once, which shows that it is there, and one that took over learns who watches.
 */
final class JobWatch {
  // Progress replaces progress: a slow reader misses some, but never the newest.
  private static final int NEWEST_KEPT = 16;
  private static final int MOST_UNANSWERED = 3;

  private JobWatch() {}

  /**
   * Replies, and nothing at each turn of asking. Fails if the coordinator stays silent; the reader
   * ends it.
   *
   * @param every how often to ask
   */
  static Source<Optional<JobReply>, NotUsed> replies(
      ActorRef<CoordinatorCommand> coordinator, JobId job, Duration every) {
    Source<JobReply, ActorRef<JobReply>> watcher =
        ActorSource.actorRef(
            reply -> false, reply -> Optional.empty(), NEWEST_KEPT, OverflowStrategy.dropHead());
    return Source.fromMaterializer(
            (materializer, attributes) -> {
              var heard = watcher.preMaterialize(materializer);
              var asked =
                  Source.tick(
                          Duration.ZERO, every, new CoordinatorCommand.WatchJob(job, heard.first()))
                      .map(
                          question -> {
                            coordinator.tell(question);
                            return Optional.<JobReply>empty();
                          });
              return heard
                  .second()
                  .idleTimeout(every.multipliedBy(MOST_UNANSWERED))
                  .map(Optional::of)
                  .merge(asked, true);
            })
        .mapMaterializedValue(ignored -> NotUsed.getInstance());
  }
}
