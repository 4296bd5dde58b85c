package io.reparto.coordinator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobReply;
import io.reparto.protocol.serialization.DataCodec;
import io.reparto.protocol.serialization.Parts;
import java.time.Duration;
import java.util.List;

/**
 * Hands out one job's result piece by piece. Spawned by the coordinator on the merge dispatcher
 * when someone asks for the result; encodes it once and stops when nobody has asked for a while.
 * Has one state.
 */
final class ResultReader extends AbstractBehavior<ResultReader.Message> {

  sealed interface Message extends Local {}

  /** Answered with {@link JobReply.ResultPart}, or not at all where there is no such part. */
  record Read(int part, ActorRef<JobReply> replyTo) implements Message {}

  private enum Idle implements Message {
    INSTANCE
  }

  private static final Duration KEPT = Duration.ofSeconds(30);

  private final JobId job;
  private final List<byte[]> parts;

  static Behavior<Message> create(JobId job, JobResult result, int partBytes) {
    return Behaviors.setup(context -> new ResultReader(context, job, result, partBytes));
  }

  private ResultReader(ActorContext<Message> context, JobId job, JobResult result, int partBytes) {
    super(context);
    this.job = job;
    parts = Parts.cut(result, DataCodec.of(context.getSystem().classicSystem()), partBytes);
    context.setReceiveTimeout(KEPT, Idle.INSTANCE);
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Read.class, this::onRead)
        .onMessageEquals(Idle.INSTANCE, Behaviors::stopped)
        .build();
  }

  private Behavior<Message> onRead(Read message) {
    if (message.part() >= 0 && message.part() < parts.size()) {
      message
          .replyTo()
          .tell(
              new JobReply.ResultPart(
                  job, message.part(), parts.size(), parts.get(message.part())));
    }
    return this;
  }
}
