package io.reparto.coordinator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobReply;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import io.reparto.protocol.message.WorkerCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Accepts jobs, knows the workers and brings free slots and jobs together; the one owner of which
 * job gets a slot. Spawns a {@link JobRun} for each job and watches the workers. Has one state: all
 * it knows is in its maps.
 *
 * <p>Slots go to the jobs in turn: the job that was granted a lease goes behind the others that
 * have tasks waiting.
 */
public final class Coordinator extends AbstractBehavior<Coordinator.Message> {

  sealed interface Message extends Local {}

  private record Incoming(CoordinatorCommand command) implements Message {}

  private record WorkerStopped(String worker, ActorRef<WorkerCommand> actor) implements Message {}

  /** A job has tasks to lease, from now until it says {@link NothingToLease}. */
  record TasksAvailable(JobId job) implements Message {}

  /**
   * The slot is to try another job.
   *
   * @param forOthers whether the job has tasks for other workers than this one
   */
  record NothingToLease(JobId job, SlotRequest request, boolean forOthers) implements Message {}

  /** The slot has got this lease. */
  record LeaseGranted(SlotRequest request, WorkerCommand.RunLease lease) implements Message {}

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

  private record JobRunStopped(JobId job) implements Message {}

  private static final class WorkerState {
    final ActorRef<WorkerCommand> actor;
    final int slots;
    final Map<Integer, Long> lastRequest = new HashMap<>();
    final Map<Integer, WorkerCommand.RunLease> lastGrant = new HashMap<>();
    int stream;
    PartialIntake intake;

    WorkerState(ActorRef<WorkerCommand> actor, int slots) {
      this.actor = actor;
      this.slots = slots;
    }
  }

  private final Jobs definitions;
  private final CoordinatorSettings settings;
  private final long term;
  private final Map<String, WorkerState> workers = new LinkedHashMap<>();
  private final Map<JobId, RunningJob> running = new LinkedHashMap<>();
  private final EndedJobs ended;
  private final SlotTurns turns = new SlotTurns();
  private final JobAnswers jobs;
  private final RunContext shared;
  // Part of the actors' names: a job whose end was forgotten may come again before its actor is
  // gone.
  private long jobsAccepted;

  /**
   * A coordinator without jobs or workers.
   *
   * @param definitions the jobs that may be submitted
   * @param term grows each time a coordinator takes over
   * @param partBytes most bytes of a plan's or result's piece in one message; 0 to hand plans over
   *     by reference
   * @param measures hears what happens
   */
  public static Behavior<CoordinatorCommand> create(
      Jobs definitions, CoordinatorSettings settings, long term, int partBytes, Measures measures) {
    Behavior<Message> inner =
        Behaviors.setup(
            context -> {
              var shared = new RunContext(term, settings, partBytes, measures, context.getSelf());
              measures.coordinatorStarted();
              return new Coordinator(context, definitions, shared);
            });
    return Behaviors.transformMessages(
        CoordinatorCommand.class,
        inner,
        match -> match.match(CoordinatorCommand.class, Incoming::new));
  }

  private Coordinator(ActorContext<Message> context, Jobs definitions, RunContext shared) {
    super(context);
    this.definitions = definitions;
    this.shared = shared;
    this.settings = shared.settings();
    this.term = shared.term();
    this.ended = new EndedJobs(settings.rememberedJobs(), settings.rememberedCells());
    this.jobs = new JobAnswers(context, running, ended, shared.partBytes());
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Incoming.class, message -> onCommand(message.command()))
        .onMessage(WorkerStopped.class, this::onWorkerStopped)
        .onMessage(TasksAvailable.class, this::onTasksAvailable)
        .onMessage(NothingToLease.class, this::onNothingToLease)
        .onMessage(LeaseGranted.class, this::onLeaseGranted)
        .onMessage(JobEnded.class, this::onJobEnded)
        .onMessage(JobChanged.class, this::onJobChanged)
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
      toJobOrEnd(report.job(), new JobRun.Failure(report), report.replyTo());
      return this;
    }
    if (command instanceof CoordinatorCommand.ReturnTasks tasks) {
      toJob(tasks.job(), new JobRun.TasksReturned(tasks.lease(), tasks.first()));
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
      question.replyTo().tell(jobs.list());
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
    if (command instanceof CoordinatorCommand.DescribeCluster question) {
      question.replyTo().tell(describeCluster());
      return this;
    }
    return Behaviors.unhandled();
  }

  private JobReply describeCluster() {
    var described = new ArrayList<JobReply.WorkerStatus>();
    workers.forEach(
        (name, worker) ->
            described.add(
                new JobReply.WorkerStatus(
                    name,
                    worker.actor.path().address().hasGlobalScope()
                        ? worker.actor.path().address().hostPort()
                        : "",
                    worker.slots,
                    turns.waiting(name))));
    return new JobReply.ClusterDescribed(term, described);
  }

  private Behavior<Message> onEnqueue(CoordinatorCommand.EnqueueJob enqueue) {
    JobId job = enqueue.job();
    Optional<Refusal> refusal =
        jobs.status(job).isPresent()
            ? Optional.empty()
            : start(job, enqueue.spec(), enqueue.options(), Optional.empty());
    enqueue
        .replyTo()
        .tell(
            refusal
                .<JobReply>map(why -> new JobReply.JobRefused(job, why.busy(), why.reason()))
                .orElseGet(() -> jobs.describe(job)));
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
    start(job, submit.spec(), submit.options(), Optional.of(submit.replyTo()))
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
      JobId job, JobSpec spec, JobOptions options, Optional<ActorRef<JobEvent>> client) {
    if (running.size() >= settings.maxJobs()) {
      return Optional.of(
          new Refusal(true, "too many jobs, try again when one has ended: jobs=" + running.size()));
    }
    Job definition;
    try {
      definition = definitions.named(spec.job());
    } catch (InvalidJobException e) {
      return Optional.of(new Refusal(false, e.getMessage()));
    }
    ActorRef<JobRun.Message> run =
        getContext()
            .spawn(
                JobRun.create(job, definition, spec, client, shared),
                "job-" + job + "-" + jobsAccepted++);
    getContext().watchWith(run, new JobRunStopped(job));
    var accepted = JobStatus.accepted(job, spec, options, Instant.now());
    running.put(job, new RunningJob(run, client, accepted));
    return Optional.empty();
  }

  private Behavior<Message> onHello(CoordinatorCommand.WorkerHello hello) {
    WorkerState worker = workers.get(hello.worker());
    if (worker != null && !worker.actor.equals(hello.replyTo())) {
      loseWorker(hello.worker()); // its JVM came back before the old one was missed
      worker = null;
    }
    if (worker == null) {
      worker = new WorkerState(hello.replyTo(), hello.slots());
      workers.put(hello.worker(), worker);
      getContext().watchWith(hello.replyTo(), new WorkerStopped(hello.worker(), hello.replyTo()));
    }
    if (worker.intake == null || hello.stream() > worker.stream) {
      if (worker.intake != null) {
        worker.intake.close();
      }
      worker.stream = hello.stream();
      worker.intake =
          PartialIntake.open(
              hello, getContext().getSelf(), settings.commitTimeout(), getContext().getSystem());
    }
    hello.replyTo().tell(new WorkerCommand.Welcome(term, hello.stream()));
    return this;
  }

  private Behavior<Message> onRequestLease(CoordinatorCommand.RequestLease request) {
    WorkerState worker = workers.get(request.worker());
    if (worker == null || !worker.actor.equals(request.replyTo())) {
      return this; // not welcomed yet: it will ask again; or of a worker that this one replaced
    }
    long lastNumber = worker.lastRequest.getOrDefault(request.slot(), -1L);
    WorkerCommand.RunLease granted = worker.lastGrant.get(request.slot());
    if (granted != null && granted.number() == request.number()) {
      // The grant was lost or is on its way. One number never gets a second lease: which of the two
      // the slot took would not be known here.
      request
          .replyTo()
          .tell(
              running.containsKey(granted.job())
                  ? granted
                  : new WorkerCommand.SkipRequest(request.slot(), request.number()));
      return this;
    }
    if (request.number() <= lastNumber) {
      return this; // parked here or with a job: it will be answered
    }
    worker.lastRequest.put(request.slot(), request.number());
    assign(SlotRequest.of(request));
    return this;
  }

  private void assign(SlotRequest request) {
    turns
        .assign(request)
        .ifPresent(
            job -> {
              int slots = workers.values().stream().mapToInt(worker -> worker.slots).sum();
              running
                  .get(job)
                  .run()
                  .tell(new JobRun.GrantLease(request, slots, workers.size() > 1));
            });
  }

  private boolean isCurrent(SlotRequest request) {
    WorkerState worker = workers.get(request.worker());
    return worker != null && worker.actor.equals(request.replyTo());
  }

  private Behavior<Message> onLeaseGranted(LeaseGranted message) {
    SlotRequest request = message.request();
    if (isCurrent(request)) {
      turns.answered(request);
      workers.get(request.worker()).lastGrant.put(request.slot(), message.lease());
    }
    return this; // else its worker stopped, and its job hears of that after it granted
  }

  private Behavior<Message> onTasksAvailable(TasksAvailable message) {
    if (!running.containsKey(message.job())) {
      return this;
    }
    turns.enter(message.job(), running.get(message.job()).status().options().priority());
    retryParked();
    return this;
  }

  private void retryParked() {
    turns.takeParked().forEach(this::assign);
  }

  private Behavior<Message> onNothingToLease(NothingToLease message) {
    if (!message.forOthers()) {
      turns.leave(message.job());
    }
    SlotRequest request = message.request();
    if (isCurrent(request)) {
      turns.answered(request);
      assign(message.forOthers() ? request.passing(message.job()) : request);
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
    JobId job = last.job();
    turns.leave(job);
    ending.changed(last);
    ended.add(ending.status(), last);
    shared.measures().jobEnded(ending.status().state().name().toLowerCase(Locale.ROOT));
    workers.values().forEach(worker -> worker.actor.tell(new WorkerCommand.EndJob(job)));
    retryParked(); // slots kept for its retries may serve others
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
    turns.takeUnanswered(message.job()).forEach(this::assign);
    return this;
  }

  private Behavior<Message> onRouteOffer(RouteOffer message) {
    RunningJob job = running.get(message.offer().job());
    if (job == null) {
      message
          .replyTo()
          .tell(new WorkerCommand.PartialRefused(message.offer().job(), message.offer().offer()));
      WorkerState worker = workers.get(message.worker());
      if (worker != null) {
        worker.actor.tell(new WorkerCommand.EndJob(message.offer().job())); // the first was lost
      }
    } else {
      job.run().tell(new JobRun.Offer(message.worker(), message.offer(), message.replyTo()));
    }
    return this;
  }

  private Behavior<Message> onWorkerStopped(WorkerStopped message) {
    WorkerState worker = workers.get(message.worker());
    if (worker != null && worker.actor.equals(message.actor())) {
      loseWorker(message.worker());
    }
    return this;
  }

  private void loseWorker(String name) {
    WorkerState worker = workers.remove(name);
    getContext().unwatch(worker.actor);
    if (worker.intake != null) {
      worker.intake.close();
    }
    turns.forget(name);
    running.values().forEach(job -> job.run().tell(new JobRun.LoseWorker(name)));
    retryParked(); // what was kept for another worker may have none left
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
      worker.tell(new WorkerCommand.EndJob(job));
    }
  }
}
