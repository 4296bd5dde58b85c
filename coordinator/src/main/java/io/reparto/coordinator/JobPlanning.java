package io.reparto.coordinator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.StashBuffer;
import io.reparto.protocol.job.InputUnavailableException;
import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.LedgerCounts;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The first state of a {@link JobRun}: has the job planned on the planning dispatcher. What workers
 * hold and offer of a job that was taken over waits for the plan.
 */
final class JobPlanning extends AbstractBehavior<JobRun.Message> {

  private record Planned(Plan plan) implements JobRun.PlanningMessage {}

  private record PlanningFailed(Throwable cause) implements JobRun.PlanningMessage {}

  private final JobStart start;
  private final RunContext shared;
  private final StashBuffer<JobRun.Message> stash;
  private final Set<ActorRef<JobEvent>> clients = new HashSet<>();
  private final long acceptedNanos;

  static Behavior<JobRun.Message> create(JobStart start, RunContext shared) {
    return Behaviors.withStash(
        shared.settings().stashSize(),
        stash -> Behaviors.setup(context -> new JobPlanning(context, stash, start, shared)));
  }

  private JobPlanning(
      ActorContext<JobRun.Message> context,
      StashBuffer<JobRun.Message> stash,
      JobStart start,
      RunContext shared) {
    super(context);
    this.start = start;
    this.shared = shared;
    this.stash = stash;
    this.acceptedNanos = shared.nanoTime().getAsLong();
    start.client().ifPresent(clients::add);
    Executor planner =
        context
            .getSystem()
            .dispatchers()
            .lookup(DispatcherSelector.fromConfig("reparto.coordinator.planning-dispatcher"));
    context.pipeToSelf(
        CompletableFuture.supplyAsync(this::plan, planner),
        (planned, failure) -> failure == null ? new Planned(planned) : new PlanningFailed(failure));
  }

  private Plan plan() {
    try {
      Plan plan = start.definition().plan(start.spec());
      if (plan.taskCount() < 0 || plan.taskCount() > Plan.MAX_TASKS) {
        throw new InvalidJobException(
            "too many tasks, make them larger: tasks="
                + plan.taskCount()
                + ", most="
                + Plan.MAX_TASKS);
      }
      return plan;
    } catch (InputUnavailableException e) {
      throw new InvalidJobException(e.getMessage(), e);
    } catch (IOException e) {
      throw new InvalidJobException("reading the input's metadata failed: " + e.getMessage(), e);
    }
  }

  @Override
  public Receive<JobRun.Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Planned.class, this::onPlanned)
        .onMessage(PlanningFailed.class, this::onPlanningFailed)
        .onMessage(JobRun.Subscribe.class, this::onSubscribe)
        .onMessage(
            JobRun.Cancel.class, message -> end(new JobEvent.Cancelled(start.job(), nothingDone())))
        .onMessage(JobRun.GrantLease.class, this::onGrantLease)
        // Repeated by their senders until there is a plan.
        .onMessage(JobRun.SendPlan.class, message -> this)
        .onMessage(JobRun.Failure.class, message -> this)
        .onMessage(JobRun.CheckPartial.class, message -> this)
        .onMessage(JobRun.InFlight.class, message -> this)
        .onAnyMessage(this::stash)
        .build();
  }

  private Behavior<JobRun.Message> stash(JobRun.Message message) {
    if (stash.isFull()) {
      getContext().getLog().warn("too many messages before the plan: job={}", start.job());
      if (message instanceof JobRun.Offer offer) {
        refuse(offer);
      }
    } else {
      stash.stash(message);
    }
    return this;
  }

  private void refuse(JobRun.Offer offer) {
    offer.replyTo().tell(shared.refusal(offer.offer()));
  }

  private Behavior<JobRun.Message> onPlanned(Planned planned) {
    return stash.unstashAll(
        JobRun.running(start, shared, clients, planned.plan(), sinceAccepted()));
  }

  private Duration sinceAccepted() {
    return Duration.ofNanos(shared.nanoTime().getAsLong() - acceptedNanos);
  }

  private Behavior<JobRun.Message> onPlanningFailed(PlanningFailed failed) {
    Throwable cause =
        failed.cause().getCause() == null ? failed.cause() : failed.cause().getCause();
    if (cause instanceof InvalidJobException || failed.cause() instanceof InvalidJobException) {
      String reason =
          cause instanceof InvalidJobException ? cause.getMessage() : failed.cause().getMessage();
      return end(new JobEvent.Failed(start.job(), JobEvent.Blame.CALLER, reason, nothingDone()));
    }
    getContext().getLog().error("planning failed: job=" + start.job(), cause);
    return end(
        new JobEvent.Failed(
            start.job(), JobEvent.Blame.DEFECT, "planning failed: " + cause, nothingDone()));
  }

  private JobSummary nothingDone() {
    return new JobSummary(
        new LedgerCounts(0, 0, 0, 0),
        Work.NONE,
        "",
        sinceAccepted(),
        Duration.ZERO,
        List.of(),
        List.of());
  }

  private Behavior<JobRun.Message> onSubscribe(JobRun.Subscribe message) {
    clients.add(message.client());
    return this;
  }

  private Behavior<JobRun.Message> onGrantLease(JobRun.GrantLease grant) {
    shared
        .coordinator()
        .tell(
            new Coordinator.NothingToLease(
                start.job(), grant.request(), Coordinator.Waiting.NOTHING));
    return this;
  }

  private Behavior<JobRun.Message> end(JobEvent last) {
    stash.forEach(
        message -> {
          if (message instanceof JobRun.Offer offer) {
            refuse(offer); // its stream waits for an answer
          }
        });
    clients.forEach(client -> client.tell(last));
    shared.coordinator().tell(new Coordinator.JobEnded(start.job(), last));
    return EndedRun.create(last, shared);
  }
}
