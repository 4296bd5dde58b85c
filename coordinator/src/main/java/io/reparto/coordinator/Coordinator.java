package io.reparto.coordinator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.reparto.coordinator.registry.JobRegistry;
import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.HeldTasks;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobRecord;
import io.reparto.protocol.message.JobReply;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import io.reparto.protocol.message.TaskLoss;
import io.reparto.protocol.message.TaskUnderWay;
import io.reparto.protocol.message.WorkerCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Accepts jobs, knows the workers and brings free slots and jobs together, at its {@link SlotDesk}.
 * Spawns a {@link JobRun} for each job and watches the workers. States: {@link CoordinatorStart}
 * (finds out its term and which jobs it takes over), then one: all it knows is in its maps. Long,
 * because it is where every command of workers and clients arrives and is passed on.
 */
public final class Coordinator extends AbstractBehavior<Coordinator.Message> {

  sealed interface Message extends Local {}

  /** What {@link CoordinatorStart} alone sends itself. */
  non-sealed interface StartMessage extends Message {}

  private record Incoming(CoordinatorCommand command) implements Message {}

  private record WorkerStopped(String worker, ActorRef<WorkerCommand> actor) implements Message {}

  /** A job has tasks to lease, from now until it says {@link NothingToLease}. */
  record TasksAvailable(JobId job) implements Message {}

  /** The slot is to try another job. */
  record NothingToLease(JobId job, SlotRequest request, Waiting waiting) implements Message {}

  /** What waits of a job that has nothing for a worker. */
  enum Waiting {
    NOTHING,
    /** Tasks for other workers than this one. */
    FOR_OTHERS,
    /** Suspects, which this one was not allowed to run, and perhaps tasks for others. */
    SUSPECTS,
    /** Tasks for others, and this one can run none of the job. */
    NOT_HERE
  }

  /** The slot has got this lease. */
  record LeaseGranted(SlotRequest request, WorkerCommand.RunLease lease, boolean isSuspect)
      implements Message {}

  /** The job does not get on, and wants to know how its workers are. */
  record JobStalled(JobId job) implements Message {}

  record JobEnded(JobId job, JobEvent last) implements Message {}

  /** The job was planned or has come further. */
  record JobChanged(JobEvent event) implements Message {}

  /** Names no job: one watcher may watch several, and is watched itself with one message. */
  record WatcherStopped(ActorRef<JobReply> watcher) implements Message {}

  record ReaderStopped(JobId job) implements Message {}

  /** An offer read from a worker's stream, on its way to its job. */
  record RouteOffer(String worker, PartialOffer offer, ActorRef<WorkerCommand> replyTo)
      implements Message {}

  /**
   * Why a job is not accepted.
   *
   * @param busy whether it may be later
   */
  private record Refusal(boolean busy, String reason) {}

  /** Whether the job has tasks that may end a worker. */
  record SuspectsChanged(JobId job, boolean any) implements Message {}

  /** A worker was lost, perhaps by this task: the next coordinator has to know. */
  record TaskLost(JobId job, TaskLoss loss) implements Message {}

  private record JobRunStopped(JobId job) implements Message {}

  private record AcceptedWritten(JobId job, Optional<ActorRef<JobReply>> client)
      implements Message {}

  private enum RecoveryTimeout implements Message {
    INSTANCE
  }

  private final CoordinatorStart.Parts parts;
  private final CoordinatorSettings settings;
  private final long term;
  private final WorkerRoster workers;
  private final Map<JobId, RunningJob> running = new LinkedHashMap<>();
  private final EndedJobs ended;
  private final JobLog log;
  private final SlotDesk desk;
  private final JobAnswers jobs;
  private final RunContext shared;
  private final Recovery recovery;
  // Part of the actors' names: a job whose end was forgotten may come again before its actor is
  // gone.
  private long jobsAccepted;

  /**
   * A coordinator that takes over what the registry has of others.
   *
   * @param definitions the jobs that may be submitted
   * @param registry where jobs are written down
   * @param partBytes most bytes of a plan's or result's piece in one message; 0 to hand plans over
   *     by reference
   * @param measures hears what happens
   */
  public static Behavior<CoordinatorCommand> create(
      Jobs definitions,
      CoordinatorSettings settings,
      JobRegistry registry,
      int partBytes,
      Measures measures) {
    return create(
        new CoordinatorStart.Parts(
            definitions,
            settings,
            registry,
            partBytes,
            measures,
            System::nanoTime,
            PartialIntake::open));
  }

  static Behavior<CoordinatorCommand> create(CoordinatorStart.Parts parts) {
    return Behaviors.transformMessages(
        CoordinatorCommand.class,
        CoordinatorStart.create(parts),
        match -> match.match(CoordinatorCommand.class, Incoming::new));
  }

  static Behavior<Message> running(CoordinatorStart.Parts parts, JobRegistry.Takeover takeover) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new Coordinator(context, timers, parts, takeover)));
  }

  private Coordinator(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      CoordinatorStart.Parts parts,
      JobRegistry.Takeover takeover) {
    super(context);
    this.parts = parts;
    this.settings = parts.settings();
    this.term = takeover.term();
    this.workers = new WorkerRoster(context.getSystem());
    this.desk = new SlotDesk(running, workers);
    this.shared =
        new RunContext(
            term,
            settings,
            parts.partBytes(),
            parts.measures(),
            parts.nanoTime(),
            context.getSelf());
    this.ended = new EndedJobs(settings.rememberedJobs(), settings.rememberedCells());
    this.log = new JobLog(parts.registry(), ended, context.getSystem());
    this.jobs = new JobAnswers(context, running, ended, parts.partBytes());
    parts.measures().coordinatorStarted();
    takeOver(takeover);
    this.recovery = new Recovery(takeover.workers(), !running.isEmpty());
    endRecovery();
    if (!recovery.isOver()) {
      timers.startSingleTimer(RecoveryTimeout.INSTANCE, settings.recoveryTimeout());
    }
  }

  private void takeOver(JobRegistry.Takeover takeover) {
    for (JobRecord record : log.restore(takeover.jobs())) {
      var accepted = (JobRecord.Accepted) record;
      start(accepted, Optional.empty(), true)
          .ifPresent(
              why -> {
                var failed =
                    new JobEvent.Failed(
                        accepted.job(),
                        JobEvent.Blame.CALLER,
                        why.reason(),
                        JobSummary.nothingDone());
                log.ended(status(accepted).after(failed), failed);
              });
    }
    if (!running.isEmpty()) {
      getContext().getLog().info("taking jobs over: term={}, jobs={}", term, running.keySet());
    }
  }

  private JobStatus status(JobRecord.Accepted job) {
    return JobStatus.accepted(job.job(), job.spec(), job.options(), job.submitted(), term);
  }

  private void endRecovery() {
    if (recovery.ends()) {
      running.values().forEach(job -> job.run().tell(new JobRun.BeginLeases(workers.staying())));
    }
  }

  private Behavior<Message> onRecoveryTimeout() {
    if (!recovery.isOver()) {
      getContext()
          .getLog()
          .warn(
              "workers have not told what they hold, their tasks may run again: nodes={}",
              recovery.giveUp());
      endRecovery();
    }
    return this;
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Incoming.class, message -> onCommand(message.command()))
        .onMessage(WorkerStopped.class, this::onWorkerStopped)
        .onMessage(
            TasksAvailable.class,
            message -> {
              desk.tasksAvailable(message.job());
              return this;
            })
        .onMessage(
            SuspectsChanged.class,
            message -> {
              desk.suspectsChanged(message);
              return this;
            })
        .onMessage(
            NothingToLease.class,
            message -> {
              desk.nothingToLease(message);
              return this;
            })
        .onMessage(
            LeaseGranted.class,
            message -> {
              desk.leaseGranted(message);
              return this;
            })
        .onMessage(TaskLost.class, this::onTaskLost)
        .onMessage(JobStalled.class, this::onJobStalled)
        .onMessage(JobEnded.class, this::onJobEnded)
        .onMessage(JobChanged.class, this::onJobChanged)
        .onMessage(AcceptedWritten.class, this::onAcceptedWritten)
        .onMessageEquals(RecoveryTimeout.INSTANCE, this::onRecoveryTimeout)
        .onMessage(
            WatcherStopped.class,
            message -> {
              jobs.removeWatcher(message);
              return this;
            })
        .onMessage(
            ReaderStopped.class,
            message -> {
              jobs.forgetReader(message);
              return this;
            })
        .onMessage(JobRunStopped.class, this::onJobRunStopped)
        .onMessage(RouteOffer.class, this::onRouteOffer)
        .build();
  }

  private Behavior<Message> onCommand(CoordinatorCommand command) {
    if (command instanceof CoordinatorCommand.SubmitJob submit) {
      return onSubmit(submit);
    }
    if (command instanceof CoordinatorCommand.CancelJob cancel) {
      toJob(cancel.job(), new JobRun.Cancel());
      return this;
    }
    if (command instanceof CoordinatorCommand.WorkerHello hello) {
      return onHello(hello);
    }
    if (command instanceof CoordinatorCommand.RequestLease request) {
      return onRequestLease(request);
    }
    if (command instanceof CoordinatorCommand.RequestPlan request) {
      toJobOrEnd(
          request.job(), new JobRun.SendPlan(request.part(), request.replyTo()), request.replyTo());
      return this;
    }
    if (command instanceof CoordinatorCommand.ReportFailure report) {
      toJobOrEnd(report.job(), new JobRun.Failure(report, workers.staying()), report.replyTo());
      return this;
    }
    if (command instanceof CoordinatorCommand.ReturnTasks tasks) {
      workers.handBack(tasks);
      toJob(tasks.job(), new JobRun.TasksReturned(tasks.lease(), tasks.kept()));
      return this;
    }
    if (command instanceof CoordinatorCommand.ReportHeld report) {
      return onReportHeld(report);
    }
    if (command instanceof CoordinatorCommand.ReportUnderWay report) {
      if (workers.knows(report.worker(), report.replyTo())) {
        workers.runs(report, now());
      }
      return this;
    }
    if (command instanceof CoordinatorCommand.ReportAlive alive) {
      workers.heard(alive.worker(), now());
      if (!workers.reads(alive)) {
        alive.replyTo().tell(new WorkerCommand.SayHello(term));
      }
      return this;
    }
    if (command instanceof CoordinatorCommand.CheckJob check) {
      if (!running.containsKey(check.job())) {
        check.replyTo().tell(new WorkerCommand.EndJob(term, check.job()));
      }
      return this;
    }
    if (command instanceof CoordinatorCommand.CheckPartial check) {
      toJobOrEnd(
          check.job(),
          new JobRun.CheckPartial(check.offer(), check.run(), check.replyTo()),
          check.replyTo());
      return this;
    }
    if (command instanceof CoordinatorCommand.ReportWork report) {
      toJob(report.job(), new JobRun.InFlight(report.worker(), report.inFlight()));
      return this;
    }
    return onQuestion(command);
  }

  private Behavior<Message> onQuestion(CoordinatorCommand command) {
    if (command instanceof CoordinatorCommand.EnqueueJob enqueue) {
      return onEnqueue(enqueue);
    }
    if (command instanceof CoordinatorCommand.DescribeJob question) {
      question.replyTo().tell(jobs.describe(question.job()));
      return this;
    }
    if (command instanceof CoordinatorCommand.ListJobs question) {
      question.replyTo().tell(jobs.list(question.state()));
      return this;
    }
    if (command instanceof CoordinatorCommand.WatchJob watch) {
      jobs.watch(watch);
      return this;
    }
    if (command instanceof CoordinatorCommand.FetchResult fetch) {
      jobs.fetch(fetch);
      return this;
    }
    if (command instanceof CoordinatorCommand.DiagnoseJob question) {
      return onDiagnose(question);
    }
    if (command instanceof CoordinatorCommand.DescribeCluster question) {
      question.replyTo().tell(describeCluster());
      return this;
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> onDiagnose(CoordinatorCommand.DiagnoseJob question) {
    JobId job = question.job();
    RunningJob run = running.get(job);
    if (run == null || run.status().state() == JobStatus.State.PLANNING) {
      question.replyTo().tell(jobs.describe(job));
    } else {
      run.run().tell(diagnose(job, Optional.of(question.replyTo())));
    }
    return this;
  }

  private JobRun.Diagnose diagnose(JobId job, Optional<ActorRef<JobReply>> replyTo) {
    return new JobRun.Diagnose(
        workers.size(), workers.diagnose(job, desk::waiting, now()), replyTo);
  }

  private Behavior<Message> onJobStalled(JobStalled message) {
    toJob(message.job(), diagnose(message.job(), Optional.empty()));
    return this;
  }

  private JobReply describeCluster() {
    return new JobReply.ClusterDescribed(
        term, workers.address(getContext().getSelf()), workers.describe(desk::waiting));
  }

  /** Answers a new job when it is written down: from then on it outlives this coordinator. */
  private Behavior<Message> onEnqueue(CoordinatorCommand.EnqueueJob enqueue) {
    JobId job = enqueue.job();
    if (jobs.status(job).isPresent()) {
      enqueue.replyTo().tell(jobs.describe(job));
      return this;
    }
    var accepted =
        new JobRecord.Accepted(job, enqueue.spec(), enqueue.options(), Instant.now(), List.of());
    Optional<Refusal> refusal = start(accepted, Optional.empty(), false);
    if (refusal.isPresent()) {
      enqueue
          .replyTo()
          .tell(new JobReply.JobRefused(job, refusal.get().busy(), refusal.get().reason()));
      return this;
    }
    getContext()
        .pipeToSelf(
            log.accepted(accepted),
            (done, failure) -> new AcceptedWritten(job, Optional.of(enqueue.replyTo())));
    return this;
  }

  private Behavior<Message> onAcceptedWritten(AcceptedWritten message) {
    message.client().ifPresent(client -> client.tell(jobs.describe(message.job())));
    return this;
  }

  private Behavior<Message> onJobChanged(JobChanged message) {
    RunningJob job = running.get(message.event().job());
    if (job != null) {
      job.changed(message.event());
    }
    return this;
  }

  private Behavior<Message> onSubmit(CoordinatorCommand.SubmitJob submit) {
    JobId job = submit.job();
    Optional<JobEvent> last = ended.lastEvent(job);
    if (last.isPresent()) {
      submit.replyTo().tell(last.get());
      return this;
    }
    if (running.containsKey(job)) {
      toJob(job, new JobRun.Subscribe(submit.replyTo()));
      return this;
    }
    var accepted =
        new JobRecord.Accepted(job, submit.spec(), submit.options(), Instant.now(), List.of());
    start(accepted, Optional.of(submit.replyTo()), false)
        .ifPresent(
            why ->
                submit
                    .replyTo()
                    .tell(
                        new JobEvent.Failed(
                            job, JobEvent.Blame.CALLER, why.reason(), JobSummary.nothingDone())));
    return this;
  }

  /** Starts a job that is not known yet, or says why not. */
  private Optional<Refusal> start(
      JobRecord.Accepted job, Optional<ActorRef<JobEvent>> client, boolean takenOver) {
    if (running.size() >= settings.maxJobs() && !takenOver) {
      return Optional.of(
          new Refusal(true, "too many jobs, try again when one has ended: jobs=" + running.size()));
    }
    Job definition;
    try {
      definition = parts.definitions().named(job.spec().job());
    } catch (InvalidJobException e) {
      return Optional.of(new Refusal(false, e.getMessage()));
    }
    var start =
        new JobStart(
            job.job(), definition, job.spec(), job.options(), client, takenOver, job.losses());
    ActorRef<JobRun.Message> run =
        getContext().spawn(JobRun.create(start, shared), "job-" + job.job() + "-" + jobsAccepted++);
    getContext().watchWith(run, new JobRunStopped(job.job()));
    run.tell(new JobRun.SlotsIdle(desk.areSlotsIdle()));
    running.put(job.job(), new RunningJob(run, client, job, status(job)));
    return Optional.empty();
  }

  private Behavior<Message> onHello(CoordinatorCommand.WorkerHello hello) {
    if (workers.isAnother(hello.worker(), hello.replyTo())) {
      loseWorker(hello.worker()); // its JVM came back before the old one was missed
    }
    if (!workers.knows(hello.worker(), hello.replyTo())) {
      workers.add(hello);
      getContext().watchWith(hello.replyTo(), new WorkerStopped(hello.worker(), hello.replyTo()));
    }
    if (workers.isNewStream(hello)) {
      workers.reads(hello, parts.intakes().open(hello, shared, getContext().getSystem()));
    }
    workers.heard(hello.worker(), now());
    hello.replyTo().tell(new WorkerCommand.Welcome(term, hello.stream()));
    return this;
  }

  private Behavior<Message> onReportHeld(CoordinatorCommand.ReportHeld report) {
    if (report.term() != term || !workers.knows(report.worker(), report.replyTo())) {
      return this; // it will hear of this coordinator, and tell it anew
    }
    var byJob = new LinkedHashMap<JobId, List<HeldTasks>>();
    report
        .held()
        .forEach(held -> byJob.computeIfAbsent(held.job(), job -> new ArrayList<>()).add(held));
    byJob.forEach(
        (job, held) ->
            toJobOrEnd(
                job, new JobRun.Adopt(report.worker(), held, report.replyTo()), report.replyTo()));
    report.replyTo().tell(new WorkerCommand.HeldNoted(term, report.part()));
    recovery.heard(report, workers.address(report.replyTo()));
    endRecovery();
    return this;
  }

  private Behavior<Message> onRequestLease(CoordinatorCommand.RequestLease request) {
    if (!workers.knows(request.worker(), request.replyTo())) {
      return this; // not welcomed yet: it will ask again; or of a worker that this one replaced
    }
    workers.heard(request.worker(), now());
    Optional<WorkerCommand.RunLease> granted = workers.granted(request);
    if (granted.isPresent()) {
      request
          .replyTo()
          .tell(
              running.containsKey(granted.get().job())
                      && !workers.isHandedBack(request.worker(), granted.get())
                  ? granted.get()
                  : new WorkerCommand.SkipRequest(term, request.slot(), request.number()));
    } else if (workers.isNew(request)) {
      desk.request(SlotRequest.of(request, now()));
    } // else parked here or with a job: it will be answered
    return this;
  }

  private long now() {
    return shared.nanoTime().getAsLong();
  }

  private Behavior<Message> onTaskLost(TaskLost message) {
    RunningJob job = running.get(message.job());
    if (job != null) {
      log.changed(job.lost(message.loss()));
    }
    return this;
  }

  private Behavior<Message> onJobEnded(JobEnded message) {
    RunningJob job = running.remove(message.job());
    getContext().unwatch(job.run());
    job.run().tell(JobRun.Stop.INSTANCE);
    forget(job, message.last());
    return this;
  }

  private void forget(RunningJob ending, JobEvent last) {
    ending.changed(last);
    log.ended(ending.status(), last);
    shared.measures().jobEnded(ending.status().state().name().toLowerCase(Locale.ROOT));
    workers.tellAll(new WorkerCommand.EndJob(term, last.job()));
    desk.jobEnded(last.job());
  }

  /**
   * A defect of ours stopped the job's actor before the job's end: what it was asked is asked
   * elsewhere.
   */
  private Behavior<Message> onJobRunStopped(JobRunStopped message) {
    RunningJob job = running.remove(message.job());
    var failed =
        new JobEvent.Failed(
            message.job(),
            JobEvent.Blame.DEFECT,
            "the job's actor stopped, see the log",
            JobSummary.nothingDone());
    job.client().ifPresent(client -> client.tell(failed));
    forget(job, failed);
    desk.askElsewhere(message.job());
    return this;
  }

  private Behavior<Message> onRouteOffer(RouteOffer message) {
    workers.heard(message.worker(), now());
    RunningJob job = running.get(message.offer().job());
    if (job == null) {
      message.replyTo().tell(shared.refusal(message.offer()));
      // The first was lost.
      workers.tell(message.worker(), new WorkerCommand.EndJob(term, message.offer().job()));
    } else {
      job.run().tell(new JobRun.Offer(message.worker(), message.offer(), message.replyTo()));
    }
    return this;
  }

  private Behavior<Message> onWorkerStopped(WorkerStopped message) {
    if (workers.knows(message.worker(), message.actor())) {
      loseWorker(message.worker());
    }
    return this;
  }

  private void loseWorker(String name) {
    List<TaskUnderWay> underWay = workers.underWay(name);
    boolean isLeaving = workers.isLeaving(name);
    ActorRef<WorkerCommand> actor = workers.remove(name);
    getContext().unwatch(actor);
    running.forEach(
        (job, run) -> {
          var tasks = underWay.stream().filter(task -> task.job().equals(job)).toList();
          run.run().tell(new JobRun.LoseWorker(name, tasks, isLeaving, workers.staying()));
        });
    recovery.lost(name, workers.address(actor));
    endRecovery();
    desk.workerLost(name);
  }

  private void toJob(JobId job, JobRun.Message message) {
    RunningJob runningJob = running.get(job);
    if (runningJob != null) {
      runningJob.run().tell(message);
    }
  }

  private void toJobOrEnd(JobId job, JobRun.Message message, ActorRef<WorkerCommand> worker) {
    if (running.containsKey(job)) {
      toJob(job, message);
    } else {
      worker.tell(new WorkerCommand.EndJob(term, job));
    }
  }
}
