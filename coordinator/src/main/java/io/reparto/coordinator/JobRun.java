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
import io.reparto.coordinator.schedule.Stragglers;
import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.api.ApiJson;
import io.reparto.protocol.api.DiagnosisJson;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.CoordinatorCommand.ReportFailure.Kind;
import io.reparto.protocol.message.HeldTasks;
import io.reparto.protocol.message.JobDiagnosis;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobReply;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.LedgerCounts;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import io.reparto.protocol.message.TaskUnderWay;
import io.reparto.protocol.message.WorkerCommand;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One job from plan to result: keeps its ledger, answers offers of partials, tells the client.
 * Spawned by {@link Coordinator}, spawns a {@link Merger}. Phases: {@link JobPlanning} (no plan
 * yet), running (tasks out; of a job that a coordinator took over, first only those that workers
 * hold), merging (every task committed, result not yet here), {@link EndedRun} (answers what comes
 * late, until the coordinator stops it). Long, because all that may happen to a running job is a
 * message to it; what each takes more than a few lines for is in a class of its own.
 */
final class JobRun extends AbstractBehavior<JobRun.Message> {

  sealed interface Message extends Local {}

  /** What {@link JobPlanning} alone sends itself. */
  non-sealed interface PlanningMessage extends Message {}

  private enum Tick implements Message {
    INSTANCE
  }

  private enum Watch implements Message {
    INSTANCE
  }

  /**
   * A free slot for this job.
   *
   * @param slots slots of the whole cluster
   * @param workers how many there are
   */
  record GrantLease(SlotRequest request, int slots, int workers) implements Message {}

  /**
   * A partial from a worker's stream; {@code replyTo} hears the ledger's answer, when the partial
   * is merged if it is accepted.
   */
  record Offer(String worker, PartialOffer offer, ActorRef<WorkerCommand> replyTo)
      implements Message {}

  // Its size is asked for once: the merger takes the partial.
  private record Merging(Offer offer, long bytes, long sinceNanos) {}

  /**
   * @param workers those that take leases
   */
  record Failure(CoordinatorCommand.ReportFailure report, Set<String> workers) implements Message {}

  record InFlight(String worker, Work work) implements Message {}

  /**
   * @param part from 0; of no meaning where the plan goes by reference
   */
  record SendPlan(int part, ActorRef<WorkerCommand> replyTo) implements Message {}

  /** Answered if the partial is committed. */
  record CheckPartial(long offer, TaskRun run, ActorRef<WorkerCommand> replyTo)
      implements Message {}

  record TasksReturned(long lease, List<TaskRange> kept) implements Message {}

  /** A worker holds these tasks, all of this job, since before this coordinator. */
  record Adopt(String worker, List<HeldTasks> held, ActorRef<WorkerCommand> replyTo)
      implements Message {}

  /**
   * Every worker has told what it holds, or was waited for long enough: lease the others.
   *
   * @param workers those that take leases
   */
  record BeginLeases(Set<String> workers) implements Message {}

  /** Whether slots wait for work that no job has. */
  record SlotsIdle(boolean idle) implements Message {}

  /**
   * @param underWay tasks of this job that it ran when it was last heard of
   * @param wasLeaving whether it was told to drain
   * @param left the workers that still take leases
   */
  record LoseWorker(
      String worker, List<TaskUnderWay> underWay, boolean wasLeaving, Set<String> left)
      implements Message {}

  /**
   * Tells the job's state, to the log if nobody has asked.
   *
   * @param knownWorkers how many workers the coordinator knows
   * @param workers some of them
   */
  record Diagnose(
      int knownWorkers, List<JobDiagnosis.Worker> workers, Optional<ActorRef<JobReply>> replyTo)
      implements Message {}

  record Subscribe(ActorRef<JobEvent> client) implements Message {}

  record Cancel() implements Message {}

  /** The coordinator knows that the job has ended and sends nothing after this. */
  enum Stop implements Message {
    INSTANCE
  }

  /** The merger has merged the oldest partial it was given. */
  record Added() implements Message {}

  record Previewed(String text) implements Message {}

  /**
   * @param mergeNanos how long merging and making the result took
   */
  record Merged(JobResult result, String digest, List<String> remarks, long mergeNanos)
      implements Message {}

  record MergeFailed(boolean callersMistake, String reason) implements Message {}

  private static final int WATCHES_PER_STALL = 4;

  private final JobId job;
  private final CoordinatorSettings settings;
  private final RunContext shared;
  private final Set<ActorRef<JobEvent>> clients;
  private final JobEvent.Planned planned;
  private final long plannedNanos;
  private final Plan plan;
  private final Ledger ledger;
  private final Stragglers stragglers;
  private final Attempts attempts;
  private final PlanDelivery delivery;
  private final ActorRef<Merger.Message> merger;
  private final TimerScheduler<Message> timers;
  private final BlindWorkers blind = new BlindWorkers();
  // Committed and not merged yet, oldest first; a stream waits for the answer, so one per worker.
  private final ArrayDeque<Merging> merging = new ArrayDeque<>();
  private final Map<String, Work> inFlight = new HashMap<>();
  private final Map<String, ActorRef<WorkerCommand>> workers = new HashMap<>();
  private final Watchdog watchdog;
  private final CostAccount costs;
  private boolean leasesBegun;
  private boolean slotsIdle;
  private boolean otherWorkers;
  private boolean toldOfSuspects;
  private int keptTasks;
  private Work committedWork = Work.NONE;
  private List<String> remarks;

  /** A job that is to be planned. */
  static Behavior<Message> create(JobStart start, RunContext shared) {
    return JobPlanning.create(start, shared);
  }

  /**
   * A job that has been planned.
   *
   * @param clients hear its events
   */
  static Behavior<Message> running(
      JobStart start,
      RunContext shared,
      Set<ActorRef<JobEvent>> clients,
      Plan plan,
      Duration planning) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new JobRun(context, timers, start, shared, clients, plan, planning)));
  }

  private JobRun(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      JobStart start,
      RunContext shared,
      Set<ActorRef<JobEvent>> clients,
      Plan plan,
      Duration planning) {
    super(context);
    this.timers = timers;
    this.job = start.job();
    this.shared = shared;
    this.settings = shared.settings();
    this.clients = clients;
    this.plan = plan;
    this.plannedNanos = shared.nanoTime().getAsLong();
    this.watchdog = new Watchdog(settings.stallTimeout(), plannedNanos);
    this.costs = new CostAccount(plannedNanos);
    this.planned = new JobEvent.Planned(job, plan.taskCount(), plan.total(), plan.unit(), planning);
    this.ledger = new Ledger(plan.taskCount(), shared.term());
    this.stragglers =
        new Stragglers(settings.stragglerPatience().toNanos(), start.options().speculation());
    this.attempts = new Attempts(job, plan, ledger, shared, start.losses());
    this.delivery = new PlanDelivery(job, plan, shared, context.getSystem().classicSystem());
    this.leasesBegun = !start.takenOver();
    this.remarks = List.of();
    this.merger =
        context.spawn(
            Merger.create(plan, context.getSelf()),
            "merger",
            DispatcherSelector.fromConfig("reparto.coordinator.merge-dispatcher"));
    begin();
  }

  private void begin() {
    // Before the clients: whoever acts on their event finds the tasks on offer.
    offerTasks();
    tell(planned);
    timers.startSingleTimer(Tick.INSTANCE, settings.progressInterval());
    // Not with the ticks, which wait for the merger.
    // In nanoseconds, for Duration divides by way of BigDecimal, which takes 10 ms to initialise.
    timers.startTimerWithFixedDelay(
        Watch.INSTANCE, Duration.ofNanos(settings.stallTimeout().toNanos() / WATCHES_PER_STALL));
    if (ledger.isComplete()) {
      merger.tell(new Merger.Finish());
    }
  }

  private void offerTasks() {
    tellOfSuspects();
    if (leasesBegun && ledger.hasWaitingTasks()) {
      shared.coordinator().tell(new Coordinator.TasksAvailable(job));
    }
  }

  /** First, so that they are among the tasks on offer. */
  private void tellOfSuspects() {
    if (toldOfSuspects != ledger.hasSuspects()) {
      toldOfSuspects = !toldOfSuspects;
      shared.coordinator().tell(new Coordinator.SuspectsChanged(job, toldOfSuspects));
    }
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(GrantLease.class, this::onGrantLease)
        .onMessage(Offer.class, this::onOffer)
        .onMessage(Failure.class, this::onFailure)
        .onMessage(InFlight.class, this::onInFlight)
        .onMessage(SendPlan.class, this::onSendPlan)
        .onMessage(CheckPartial.class, this::onCheckPartial)
        .onMessage(TasksReturned.class, this::onTasksReturned)
        .onMessage(Adopt.class, this::onAdopt)
        .onMessage(BeginLeases.class, this::onBeginLeases)
        .onMessage(SlotsIdle.class, this::onSlotsIdle)
        .onMessage(LoseWorker.class, this::onLoseWorker)
        .onMessage(Subscribe.class, this::onSubscribe)
        .onMessage(Cancel.class, message -> end(new JobEvent.Cancelled(job, summary())))
        .onMessage(Added.class, this::onAdded)
        .onMessage(Tick.class, this::onTick)
        .onMessageEquals(Watch.INSTANCE, this::onWatch)
        .onMessage(Diagnose.class, this::onDiagnose)
        .onMessage(Previewed.class, this::onPreviewed)
        .onMessage(Merged.class, this::onMerged)
        .onMessage(MergeFailed.class, this::onMergeFailed)
        .build();
  }

  private Behavior<Message> onGrantLease(GrantLease grant) {
    SlotRequest request = grant.request();
    workers.put(request.worker(), request.replyTo());
    boolean isBlind = blind.contains(request.worker());
    if (!isBlind) {
      otherWorkers = grant.workers() - blind.size() > 1;
    }
    ledger.setLeastLease(stragglers.leastLease());
    Optional<Lease> lease =
        leasesBegun && !isBlind
            ? ledger.grant(request.worker(), grant.slots(), otherWorkers, request.mayBeSuspect())
            : Optional.empty();
    if (lease.isEmpty()) {
      shared
          .coordinator()
          .tell(new Coordinator.NothingToLease(job, request, waiting(isBlind, request)));
      return this;
    }
    Lease granted = lease.get();
    stragglers.granted(granted.number(), now());
    var run =
        new WorkerCommand.RunLease(
            shared.term(),
            job,
            granted.number(),
            request.slot(),
            request.number(),
            granted.first(),
            granted.count(),
            granted.attempt(),
            costs.granted(request, grant.slots(), now()));
    boolean isSuspect = ledger.losses(granted.first()) > 0;
    // First, so that the coordinator knows of it before the worker can answer.
    shared.coordinator().tell(new Coordinator.LeaseGranted(request, run, isSuspect));
    request.replyTo().tell(run);
    shared.measures().leaseGranted(granted.count());
    return this;
  }

  private Coordinator.Waiting waiting(boolean isBlind, SlotRequest request) {
    if (!leasesBegun || !ledger.hasWaitingTasks()) {
      return Coordinator.Waiting.NOTHING;
    }
    if (isBlind) {
      return Coordinator.Waiting.NOT_HERE;
    }
    return ledger.hasWaitingSuspects() && !request.mayBeSuspect()
        ? Coordinator.Waiting.SUSPECTS
        : Coordinator.Waiting.FOR_OTHERS;
  }

  private Behavior<Message> onOffer(Offer message) {
    PartialOffer offer = message.offer();
    if (!ledger.commit(offer.lease(), offer.run())) {
      getContext().getLog().debug("refused a partial: job={}, run={}", job, offer.run());
      shared.measures().partialRefused(tasks(offer.run()));
      answerRefused(message);
      offerTasks();
      return this;
    }
    attempts.committed();
    watchdog.progressed(now());
    tellOfSuspects();
    stragglers.committed(offer.lease(), tasks(offer.run()), now());
    for (Lease overtaken : ledger.takeSuperseded()) {
      toWorker(overtaken, new WorkerCommand.AbandonLease(shared.term(), job, overtaken.number()));
    }
    committedWork = committedWork.plus(offer.work());
    costs.committed(message.worker(), tasks(offer.run()), offer);
    inFlight.computeIfPresent(message.worker(), (worker, work) -> work.minus(offer.work()));
    merging.add(new Merging(message, offer.partial().sizeBytes(), now()));
    merger.tell(new Merger.Add(offer.run(), offer.partial()));
    if (ledger.isComplete()) {
      inFlight.clear();
      merger.tell(new Merger.Finish());
    }
    return this;
  }

  /**
   * A partial whose tasks are all committed has come before, or has an equal: its worker may keep
   * it for another coordinator as one that was accepted.
   */
  private void answerRefused(Offer message) {
    if (ledger.isCommitted(message.offer().run())) {
      message.replyTo().tell(committed(message.offer().offer()));
    } else {
      refuse(message);
    }
  }

  private Behavior<Message> onCheckPartial(CheckPartial check) {
    if (ledger.isCommitted(check.run())) {
      check.replyTo().tell(committed(check.offer()));
    }
    return this;
  }

  private WorkerCommand committed(long offer) {
    return new WorkerCommand.PartialCommitted(shared.term(), job, offer);
  }

  private int tasks(TaskRun run) {
    // Beyond the plan's end, a run covers no task of this job.
    return Math.max(0, run.end(plan.taskCount()) - run.first());
  }

  private void toWorker(Lease lease, WorkerCommand command) {
    ActorRef<WorkerCommand> worker = workers.get(lease.worker());
    if (worker != null) {
      worker.tell(command);
    }
  }

  private long now() {
    return shared.nanoTime().getAsLong();
  }

  private Behavior<Message> onFailure(Failure message) {
    CoordinatorCommand.ReportFailure report = message.report();
    report
        .replyTo()
        .tell(new WorkerCommand.FailureNoted(shared.term(), job, report.lease(), report.task()));
    if (report.kind() == Kind.INPUT_UNAVAILABLE) {
      return onBlindWorker(message);
    }
    Attempts.Verdict verdict = attempts.failed(report, otherWorkers);
    if (!verdict.isNews()) {
      getContext().getLog().debug("ignored a stale failure: job={}, task={}", job, report.task());
      return this;
    }
    if (report.kind() == Kind.CALLER) {
      return end(new JobEvent.Failed(job, JobEvent.Blame.CALLER, report.cause(), summary()));
    }
    Optional<String> reason = verdict.reason();
    if (report.kind() == Kind.WORKER_ENDED) {
      reason = reason.or(() -> culprit(othersThan(report.worker(), message.workers())));
    }
    if (reason.isPresent()) {
      return endBadly(reason.get());
    }
    offerTasks();
    return this;
  }

  private static int othersThan(String worker, Set<String> workers) {
    return workers.size() - (workers.contains(worker) ? 1 : 0);
  }

  /** No attempt is counted: others run what it can't. */
  private Behavior<Message> onBlindWorker(Failure message) {
    CoordinatorCommand.ReportFailure report = message.report();
    if (!ledger.giveUp(report.lease(), report.task())) {
      return this; // come twice or late
    }
    getContext()
        .getLog()
        .warn("input can't be read: job={}, worker={}, {}", job, report.worker(), report.cause());
    blind.add(report.worker(), report.cause());
    return endIfAllAreBlind(message.workers());
  }

  private Behavior<Message> endIfAllAreBlind(Set<String> workers) {
    if (!ledger.isComplete() && blind.areAllOf(workers)) {
      return end(new JobEvent.Failed(job, JobEvent.Blame.CALLER, blind.reason(), summary()));
    }
    offerTasks();
    return this;
  }

  private Behavior<Message> onInFlight(InFlight report) {
    if (!ledger.isComplete()) {
      Work before = inFlight.put(report.worker(), report.work());
      if (!report.work().equals(before)) {
        watchdog.progressed(now());
      }
    }
    return this;
  }

  private Behavior<Message> onSendPlan(SendPlan message) {
    delivery.send(message.part(), message.replyTo());
    return this;
  }

  private Behavior<Message> onTasksReturned(TasksReturned message) {
    ledger.giveBack(message.lease(), message.kept());
    offerTasks();
    return this;
  }

  private Behavior<Message> onAdopt(Adopt message) {
    workers.put(message.worker(), message.replyTo());
    for (HeldTasks held : message.held()) {
      int adopted = ledger.adopt(message.worker(), held);
      stragglers.granted(held.lease(), now());
      keptTasks += held.running() ? 0 : adopted;
    }
    return this;
  }

  private Behavior<Message> onBeginLeases(BeginLeases message) {
    if (!leasesBegun) {
      leasesBegun = true;
      getContext()
          .getLog()
          .info(
              "job taken over: job={}, term={}, tasks={}, keptTasks={}",
              job,
              shared.term(),
              plan.taskCount(),
              keptTasks);
      remarks =
          List.of(
              "the coordinator was lost and another took over (term %d): %d of %d tasks were kept by workers; earlier attempts are not counted"
                  .formatted(shared.term(), keptTasks, plan.taskCount()));
      Optional<String> reason = culprit(message.workers().size());
      if (reason.isPresent()) {
        return endBadly(reason.get());
      }
      offerTasks();
    }
    return this;
  }

  private Behavior<Message> onSlotsIdle(SlotsIdle message) {
    slotsIdle = message.idle();
    return this;
  }

  private Behavior<Message> onLoseWorker(LoseWorker message) {
    inFlight.remove(message.worker());
    workers.remove(message.worker());
    blind.forget(message.worker()); // it may come back with another view
    otherWorkers = message.left().size() - blind.size() > 1;
    var tasks = new HashMap<Long, Integer>();
    message.underWay().forEach(task -> tasks.put(task.lease(), task.task()));
    Optional<String> tooMany =
        attempts.lost(
            ledger.loseWorker(message.worker(), tasks, message.wasLeaving()),
            message.underWay(),
            lease -> stragglers.sinceProgress(lease, now()),
            otherWorkers);
    Optional<String> reason = tooMany.or(() -> culprit(message.left().size()));
    return reason.isPresent() ? endBadly(reason.get()) : endIfAllAreBlind(message.left());
  }

  private Optional<String> culprit(int workersLeft) {
    // Before, not all of them may be known yet.
    return leasesBegun ? attempts.culprit(workersLeft) : Optional.empty();
  }

  private Behavior<Message> endBadly(String reason) {
    return end(new JobEvent.Failed(job, JobEvent.Blame.ATTEMPTS, reason, summary()));
  }

  private Behavior<Message> onSubscribe(Subscribe message) {
    clients.add(message.client());
    message.client().tell(planned);
    return this;
  }

  private Behavior<Message> onAdded(Added added) {
    Merging merged = merging.remove();
    watchdog.progressed(now());
    Offer message = merged.offer();
    PartialOffer offer = message.offer();
    message.replyTo().tell(committed(offer.offer()));
    shared
        .measures()
        .partialCommitted(
            tasks(offer.run()),
            offer.work(),
            merged.bytes(),
            Duration.ofNanos(now() - merged.sinceNanos()));
    return this;
  }

  private Behavior<Message> onTick(Tick tick) {
    // The merger answers when it has time: a preview never waits before it twice.
    merger.tell(new Merger.Preview());
    if (slotsIdle && leasesBegun && !ledger.hasTasksForAnyWorker()) {
      helpStragglers();
    }
    return this;
  }

  private void helpStragglers() {
    for (Stragglers.Decision decision : stragglers.decide(ledger, now())) {
      long lease = decision.lease().number();
      if (decision.remedy() == Stragglers.Remedy.HAND_BACK) {
        toWorker(decision.lease(), new WorkerCommand.HandBack(shared.term(), job, lease));
      } else if (otherWorkers && ledger.copy(lease)) {
        getContext().getLog().debug("second copy: job={}, lease={}", job, decision.lease());
      }
    }
    offerTasks();
  }

  private Behavior<Message> onWatch() {
    if (watchdog.barks(now())) {
      shared.coordinator().tell(new Coordinator.JobStalled(job));
    }
    return this;
  }

  private Behavior<Message> onDiagnose(Diagnose message) {
    JobDiagnosis diagnosis =
        new JobDiagnosis(
            job,
            shared.term(),
            phase(),
            watchdog.sinceProgress(now()),
            slotsIdle,
            ledger.counts(),
            ledger.diagnose(),
            ledger.openLeaseCount(),
            stragglers.diagnose(ledger, now()),
            merging.size(),
            merging.stream().mapToLong(Merging::bytes).sum(),
            message.knownWorkers(),
            message.workers().stream()
                .map(one -> one.blind(blind.contains(one.worker())))
                .toList());
    if (message.replyTo().isPresent()) {
      message.replyTo().get().tell(new JobReply.JobDiagnosed(diagnosis));
    } else {
      getContext()
          .getLog()
          .warn(
              "job does not get on: job={}, seconds={}, state={}",
              job,
              diagnosis.sinceProgress().toSeconds(),
              ApiJson.text(DiagnosisJson.of(diagnosis)));
    }
    return this;
  }

  private JobDiagnosis.Phase phase() {
    if (ledger.isComplete()) {
      return JobDiagnosis.Phase.MERGING;
    }
    return leasesBegun ? JobDiagnosis.Phase.RUNNING : JobDiagnosis.Phase.RECOVERING;
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
    costs.merged(merged.mergeNanos());
    remarks =
        Stream.of(remarks, blind.remarks("; its tasks ran elsewhere"), merged.remarks())
            .flatMap(List::stream)
            .toList();
    return end(new JobEvent.Succeeded(job, merged.result(), merged.digest(), summary(remarks)));
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
    getContext().stop(merger);
    merging.forEach(one -> refuse(one.offer())); // their streams wait for an answer
    merging.clear();
    tellClients(last);
    shared.coordinator().tell(new Coordinator.JobEnded(job, last));
    return EndedRun.create(last, shared);
  }

  private void refuse(Offer message) {
    message.replyTo().tell(shared.refusal(message.offer()));
  }

  /** What is not the end goes to the coordinator as well, for those who watch. */
  private void tell(JobEvent event) {
    tellClients(event);
    shared.coordinator().tell(new Coordinator.JobChanged(event));
  }

  private void tellClients(JobEvent event) {
    clients.forEach(client -> client.tell(event));
  }

  /** Of a job that does not succeed. */
  private JobSummary summary() {
    return summary(Stream.concat(remarks.stream(), blind.remarks("").stream()).toList());
  }

  private JobSummary summary(List<String> all) {
    LedgerCounts counts = ledger.counts();
    return new JobSummary(
        counts,
        committedWork,
        plan.unit(),
        planned.planning(),
        Duration.ofNanos(now() - plannedNanos),
        all,
        attempts.certificates(),
        costs.costs());
  }
}
