package io.reparto.coordinator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.WorkerCommand;

/**
 * The last state of a {@link JobRun}: answers what was sent before the coordinator heard of the
 * job's end, until it says {@link JobRun.Stop}, after which nothing more comes.
 */
final class EndedRun {
  private final JobId job;
  private final JobEvent last;
  private final RunContext shared;

  private EndedRun(JobEvent last, RunContext shared) {
    this.job = last.job();
    this.last = last;
    this.shared = shared;
  }

  /**
   * @param last what the clients have been told
   */
  static Behavior<JobRun.Message> create(JobEvent last, RunContext shared) {
    return new EndedRun(last, shared).ended();
  }

  private Behavior<JobRun.Message> ended() {
    return Behaviors.receive(JobRun.Message.class)
        .onMessage(JobRun.GrantLease.class, this::onGrantLease)
        .onMessage(JobRun.Offer.class, this::onOffer)
        .onMessage(JobRun.SendPlan.class, message -> tellEnded(message.replyTo()))
        .onMessage(JobRun.CheckPartial.class, message -> tellEnded(message.replyTo()))
        .onMessage(JobRun.Failure.class, message -> tellEnded(message.report().replyTo()))
        .onMessage(JobRun.Subscribe.class, this::onSubscribe)
        .onMessageEquals(JobRun.Stop.INSTANCE, Behaviors::stopped)
        .onAnyMessage(message -> Behaviors.same())
        .build();
  }

  private Behavior<JobRun.Message> onGrantLease(JobRun.GrantLease message) {
    shared
        .coordinator()
        .tell(new Coordinator.NothingToLease(job, message.request(), Coordinator.Waiting.NOTHING));
    return Behaviors.same();
  }

  private Behavior<JobRun.Message> onOffer(JobRun.Offer message) {
    message.replyTo().tell(shared.refusal(message.offer()));
    return Behaviors.same();
  }

  private Behavior<JobRun.Message> tellEnded(ActorRef<WorkerCommand> worker) {
    worker.tell(new WorkerCommand.EndJob(shared.term(), job));
    return Behaviors.same();
  }

  /** Answers also a client that has heard the end: it may ask because that message was lost. */
  private Behavior<JobRun.Message> onSubscribe(JobRun.Subscribe message) {
    message.client().tell(last);
    return Behaviors.same();
  }
}
