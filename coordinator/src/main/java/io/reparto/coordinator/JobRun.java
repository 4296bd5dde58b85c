package io.reparto.coordinator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.reparto.coordinator.schedule.Lease;
import io.reparto.coordinator.schedule.Ledger;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.DeathCertificate;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.LedgerCounts;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import io.reparto.protocol.message.WorkerCommand;
import io.reparto.protocol.serialization.DataCodec;
import io.reparto.protocol.serialization.Parts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * One job from plan to result: keeps its ledger, answers offers of partials, counts failures, tells
 * the client. Spawned by {@link Coordinator}, spawns a {@link Merger}. Phases: planning (no plan
 * yet), running (tasks out), merging (every task committed, result not yet here), ended (answers
 * what comes late, until the coordinator stops it).
 */
final class JobRun extends AbstractBehavior<JobRun.Message> {

  sealed interface Message extends Local {}

  private record Planned(Plan plan) implements Message {}

  private record PlanningFailed(Throwable cause) implements Message {}

  private enum Tick implements Message {
    INSTANCE
  }

  /**
   * A free slot for this job.
   *
   * @param slots slots of the whole cluster
   */
  record GrantLease(SlotRequest request, int slots, boolean otherWorkers) implements Message {}

  /**
   * A partial from a worker's stream; {@code replyTo} hears the ledger's answer, when the partial
   * is merged if it is accepted.
   */
  record Offer(String worker, PartialOffer offer, ActorRef<WorkerCommand> replyTo)
      implements Message {}

  // Its size is asked for once: the merger takes the partial.
  private record Merging(Offer offer, long bytes, long sinceNanos) {}

  record Failure(CoordinatorCommand.ReportFailure report) implements Message {}

  record InFlight(String worker, Work work) implements Message {}

  /**
   * @param part from 0; of no meaning where the plan goes by reference
   */
  record SendPlan(int part, ActorRef<WorkerCommand> replyTo) implements Message {}

  record TasksReturned(long lease, int first) implements Message {}

  record LoseWorker(String worker) implements Message {}

  record Subscribe(ActorRef<JobEvent> client) implements Message {}

  record Cancel() implements Message {}

  /** The coordinator knows that the job has ended and sends nothing after this. */
  enum Stop implements Message {
    INSTANCE
  }

  /** The merger has merged the oldest partial it was given. */
  record Added() implements Message {}

  record Previewed(String text) implements Message {}

  record Merged(JobResult result, String digest, List<String> remarks) implements Message {}

  record MergeFailed(boolean callersMistake, String reason) implements Message {}

  private final JobId job;
  private final CoordinatorSettings settings;
  private final int partBytes;
  private final Measures measures;
  private final long term;
  private final ActorRef<Coordinator.Message> coordinator;
  private final Set<ActorRef<JobEvent>> clients = new HashSet<>();
  private final long acceptedNanos = System.nanoTime();
  private final Failures failures;
  // Committed and not merged yet, oldest first; a stream waits for the answer, so one per worker.
  private final ArrayDeque<Merging> merging = new ArrayDeque<>();
  private final Map<String, Work> inFlight = new HashMap<>();
  private final TimerScheduler<Message> timers;
  private long plannedNanos = acceptedNanos;
  private Plan plan;
  private Ledger ledger = new Ledger(0);
  private ActorRef<Merger.Message> merger;
  private boolean otherWorkers;
  private Work committedWork = Work.NONE;
  private List<String> remarks = List.of();
  // Cut when the first worker asks.
  private List<byte[]> planParts = List.of();

  static Behavior<Message> create(
      JobId job,
      Job definition,
      JobSpec spec,
      Optional<ActorRef<JobEvent>> client,
      RunContext shared) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new JobRun(context, timers, job, definition, spec, client, shared)));
  }

  private JobRun(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      JobId job,
      Job definition,
      JobSpec spec,
      Optional<ActorRef<JobEvent>> client,
      RunContext shared) {
    super(context);
    this.timers = timers;
    this.job = job;
    this.settings = shared.settings();
    this.partBytes = shared.partBytes();
    this.measures = shared.measures();
    this.failures = new Failures(settings.taskAttempts(), settings.failuresInARow());
    this.term = shared.term();
    this.coordinator = shared.coordinator();
    client.ifPresent(clients::add);
    Executor planner =
        context
            .getSystem()
            .dispatchers()
            .lookup(DispatcherSelector.fromConfig("reparto.coordinator.planning-dispatcher"));
    context.pipeToSelf(
        CompletableFuture.supplyAsync(() -> plan(definition, spec), planner),
        (planned, failure) -> failure == null ? new Planned(planned) : new PlanningFailed(failure));
  }

  private static Plan plan(Job definition, JobSpec spec) {
    try {
      Plan plan = definition.plan(spec);
      if (plan.taskCount() < 0 || plan.taskCount() > Plan.MAX_TASKS) {
        throw new InvalidJobException(
            "too many tasks, make them larger: tasks="
                + plan.taskCount()
                + ", most="
                + Plan.MAX_TASKS);
      }
      return plan;
    } catch (IOException e) {
      throw new InvalidJobException("reading the input's metadata failed: " + e.getMessage(), e);
    }
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Planned.class, this::onPlanned)
        .onMessage(PlanningFailed.class, this::onPlanningFailed)
        .onMessage(GrantLease.class, this::onGrantLease)
        .onMessage(Offer.class, this::onOffer)
        .onMessage(Failure.class, this::onFailure)
        .onMessage(InFlight.class, this::onInFlight)
        .onMessage(SendPlan.class, this::onSendPlan)
        .onMessage(TasksReturned.class, this::onTasksReturned)
        .onMessage(LoseWorker.class, this::onLoseWorker)
        .onMessage(Subscribe.class, this::onSubscribe)
        .onMessage(Cancel.class, message -> end(new JobEvent.Cancelled(job, summary())))
        .onMessage(Added.class, this::onAdded)
        .onMessage(Tick.class, this::onTick)
        .onMessage(Previewed.class, this::onPreviewed)
        .onMessage(Merged.class, this::onMerged)
        .onMessage(MergeFailed.class, this::onMergeFailed)
        .build();
  }

  private Behavior<Message> onPlanned(Planned planned) {
    plan = planned.plan();
    plannedNanos = System.nanoTime();
    ledger = new Ledger(plan.taskCount());
    merger =
        getContext()
            .spawn(
                Merger.create(plan, getContext().getSelf()),
                "merger",
                DispatcherSelector.fromConfig("reparto.coordinator.merge-dispatcher"));
    if (!ledger.isComplete()) {
      // Before the clients: whoever acts on their event finds the tasks on offer.
      coordinator.tell(new Coordinator.TasksAvailable(job));
    }
    tell(plannedEvent());
    timers.startSingleTimer(Tick.INSTANCE, settings.progressInterval());
    if (ledger.isComplete()) {
      merger.tell(new Merger.Finish());
    }
    return this;
  }

  private JobEvent.Planned plannedEvent() {
    return new JobEvent.Planned(job, plan.taskCount(), plan.total(), plan.unit(), planning());
  }

  private Behavior<Message> onPlanningFailed(PlanningFailed failed) {
    Throwable cause =
        failed.cause().getCause() == null ? failed.cause() : failed.cause().getCause();
    if (cause instanceof InvalidJobException || failed.cause() instanceof InvalidJobException) {
      String reason =
          cause instanceof InvalidJobException ? cause.getMessage() : failed.cause().getMessage();
      return end(new JobEvent.Failed(job, JobEvent.Blame.CALLER, reason, summary()));
    }
    getContext().getLog().error("planning failed: job=" + job, cause);
    return end(
        new JobEvent.Failed(job, JobEvent.Blame.DEFECT, "planning failed: " + cause, summary()));
  }

  private Behavior<Message> onGrantLease(GrantLease grant) {
    SlotRequest request = grant.request();
    otherWorkers = grant.otherWorkers();
    var lease = ledger.grant(request.worker(), grant.slots(), grant.otherWorkers());
    if (lease.isEmpty()) {
      coordinator.tell(new Coordinator.NothingToLease(job, request, ledger.hasWaitingTasks()));
      return this;
    }
    Lease granted = lease.get();
    var run =
        new WorkerCommand.RunLease(
            term,
            job,
            granted.number(),
            request.slot(),
            request.number(),
            granted.first(),
            granted.count(),
            granted.attempt());
    request.replyTo().tell(run);
    measures.leaseGranted(granted.count());
    coordinator.tell(new Coordinator.LeaseGranted(request, run));
    return this;
  }

  private Behavior<Message> onOffer(Offer message) {
    PartialOffer offer = message.offer();
    if (!ledger.commit(offer.lease(), offer.run())) {
      getContext().getLog().debug("refused a partial: job={}, run={}", job, offer.run());
      measures.partialRefused(tasks(offer.run()));
      refuse(message);
      if (ledger.hasWaitingTasks()) {
        coordinator.tell(new Coordinator.TasksAvailable(job));
      }
      return this;
    }
    failures.committed();
    committedWork = committedWork.plus(offer.work());
    inFlight.computeIfPresent(message.worker(), (worker, work) -> work.minus(offer.work()));
    merging.add(new Merging(message, offer.partial().sizeBytes(), System.nanoTime()));
    merger.tell(new Merger.Add(offer.run(), offer.partial()));
    if (ledger.isComplete()) {
      inFlight.clear();
      merger.tell(new Merger.Finish());
    }
    return this;
  }

  private int tasks(TaskRun run) {
    // Before there is a plan, and beyond its end, a run covers no task of this job.
    return plan == null ? 0 : Math.max(0, run.end(plan.taskCount()) - run.first());
  }

  private Behavior<Message> onFailure(Failure message) {
    CoordinatorCommand.ReportFailure report = message.report();
    report.replyTo().tell(new WorkerCommand.FailureNoted(job, report.lease(), report.task()));
    var taskFailures = ledger.fail(report.lease(), report.task());
    if (taskFailures.isEmpty()) {
      getContext().getLog().debug("ignored a stale failure: job={}, task={}", job, report.task());
      return this;
    }
    measures.attemptFailed();
    var certificate =
        new DeathCertificate(
            report.task(),
            report.attempt(),
            describe(report.task()),
            report.worker(),
            report.cause(),
            report.where(),
            report.lasted());
    var tooMany = failures.add(certificate, taskFailures.get(), otherWorkers);
    if (report.callersMistake()) {
      return end(new JobEvent.Failed(job, JobEvent.Blame.CALLER, report.cause(), summary()));
    }
    if (tooMany.isPresent()) {
      return end(new JobEvent.Failed(job, JobEvent.Blame.ATTEMPTS, tooMany.get(), summary()));
    }
    coordinator.tell(new Coordinator.TasksAvailable(job));
    return this;
  }

  // The job's own code: what it throws must not hide the failure that is being told of.
  private String describe(int task) {
    try {
      return plan.partition(task).describe();
    } catch (RuntimeException e) {
      return "task " + task + ", which can't be described: " + e;
    }
  }

  private Behavior<Message> onInFlight(InFlight report) {
    if (!ledger.isComplete()) {
      inFlight.put(report.worker(), report.work());
    }
    return this;
  }

  private Behavior<Message> onSendPlan(SendPlan message) {
    if (plan == null) {
      return this;
    }
    if (partBytes == 0) {
      message.replyTo().tell(new WorkerCommand.PlanDelivered(job, plan));
      return this;
    }
    if (planParts.isEmpty()) {
      var codec = DataCodec.of(getContext().getSystem().classicSystem());
      planParts = Parts.cut(plan, codec, partBytes);
    }
    int part = message.part();
    if (part >= 0 && part < planParts.size()) {
      message
          .replyTo()
          .tell(new WorkerCommand.PlanPart(job, part, planParts.size(), planParts.get(part)));
    }
    return this;
  }

  private Behavior<Message> onTasksReturned(TasksReturned message) {
    ledger.giveBack(message.lease(), message.first());
    if (ledger.hasWaitingTasks()) {
      coordinator.tell(new Coordinator.TasksAvailable(job));
    }
    return this;
  }

  private Behavior<Message> onLoseWorker(LoseWorker message) {
    inFlight.remove(message.worker());
    for (Ledger.LostTask lost : ledger.loseWorker(message.worker())) {
      var certificate =
          new DeathCertificate(
              lost.task(),
              lost.lease().attempt(),
              describe(lost.task()),
              message.worker(),
              "its worker was lost",
              "",
              Duration.ZERO);
      var tooMany = failures.add(certificate, lost.failures(), otherWorkers);
      if (tooMany.isPresent()) {
        return end(new JobEvent.Failed(job, JobEvent.Blame.ATTEMPTS, tooMany.get(), summary()));
      }
    }
    if (ledger.hasWaitingTasks()) {
      coordinator.tell(new Coordinator.TasksAvailable(job));
    }
    return this;
  }

  private Behavior<Message> onSubscribe(Subscribe message) {
    clients.add(message.client());
    if (plan != null) {
      message.client().tell(plannedEvent());
    }
    return this;
  }

  private Behavior<Message> onAdded(Added added) {
    Merging merged = merging.remove();
    Offer message = merged.offer();
    PartialOffer offer = message.offer();
    message.replyTo().tell(new WorkerCommand.PartialCommitted(job, offer.offer()));
    measures.partialCommitted(
        tasks(offer.run()),
        offer.work(),
        merged.bytes(),
        Duration.ofNanos(System.nanoTime() - merged.sinceNanos()));
    return this;
  }

  private Behavior<Message> onTick(Tick tick) {
    // The merger answers when it has time: a preview never waits before it twice.
    merger.tell(new Merger.Preview());
    return this;
  }

  private Behavior<Message> onPreviewed(Previewed previewed) {
    Work done = committedWork;
    for (Work work : inFlight.values()) {
      done = done.plus(work);
    }
    tell(new JobEvent.Progressed(job, ledger.counts(), done, previewed.text()));
    timers.startSingleTimer(Tick.INSTANCE, settings.progressInterval());
    return this;
  }

  private Behavior<Message> onMerged(Merged merged) {
    remarks = merged.remarks();
    return end(new JobEvent.Succeeded(job, merged.result(), merged.digest(), summary()));
  }

  private Behavior<Message> onMergeFailed(MergeFailed failed) {
    JobEvent.Blame blame = failed.callersMistake() ? JobEvent.Blame.CALLER : JobEvent.Blame.DEFECT;
    return end(new JobEvent.Failed(job, blame, failed.reason(), summary()));
  }

  /**
   * Ends the job, but not yet the actor: what the coordinator sent before it heard of the end is
   * answered until it says {@link Stop}, after which nothing more comes.
   */
  private Behavior<Message> end(JobEvent last) {
    timers.cancelAll();
    if (merger != null) {
      getContext().stop(merger);
    }
    merging.forEach(one -> refuse(one.offer())); // their streams wait for an answer
    merging.clear();
    tellClients(last);
    coordinator.tell(new Coordinator.JobEnded(job, last));
    return EndedRun.create(last, coordinator);
  }

  private void refuse(Offer message) {
    message.replyTo().tell(new WorkerCommand.PartialRefused(job, message.offer().offer()));
  }

  /** What is not the end goes to the coordinator as well, for those who watch. */
  private void tell(JobEvent event) {
    tellClients(event);
    coordinator.tell(new Coordinator.JobChanged(event));
  }

  private void tellClients(JobEvent event) {
    clients.forEach(client -> client.tell(event));
  }

  private Duration planning() {
    return Duration.ofNanos(plannedNanos - acceptedNanos);
  }

  private JobSummary summary() {
    LedgerCounts counts = ledger.counts();
    return new JobSummary(
        counts,
        committedWork,
        plan == null ? "" : plan.unit(),
        planning(),
        Duration.ofNanos(System.nanoTime() - plannedNanos),
        remarks,
        failures.certificates());
  }
}
