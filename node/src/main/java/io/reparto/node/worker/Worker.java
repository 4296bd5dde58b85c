package io.reparto.node.worker;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.reparto.protocol.aggregate.MergeTree;
import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.CoordinatorCommand.ReportFailure.Kind;
import io.reparto.protocol.message.Costs;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import io.reparto.protocol.message.TaskUnderWay;
import io.reparto.protocol.message.WorkerCommand;
import io.reparto.protocol.message.WorkerCommand.RunLease;
import io.reparto.protocol.serialization.DataCodec;
import io.reparto.protocol.serialization.Parts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The worker of a cluster node: asks the coordinator for a lease for each free slot, gives leases
 * to its {@link Slot}s and offers their partials on a {@link PartialOutlet} until the coordinator
 * has answered each. Whatever it sends and gets no answer to, it sends again; while too much waits
 * for an answer it asks for no lease. Spawned by the node's guardian, spawns its slots. Has one
 * state: all it knows is in its maps. Long, because what it hears of coordinator, slots and stream
 * meets in it; what each takes more than a few lines for is in a class of its own.
 */
public final class Worker extends AbstractBehavior<Worker.Message> {

  sealed interface Message extends Local {}

  private record Incoming(WorkerCommand command) implements Message {}

  private enum Retry implements Message {
    INSTANCE
  }

  /** Some slot runs a lease: look how far it is. */
  private enum Look implements Message {
    INSTANCE
  }

  record StreamEnded(int stream) implements Message {}

  /** The stream has taken an offer and wants the next. */
  record OfferTaken(int stream) implements Message {}

  /** A lease's finished subtrees, ahead of its end. */
  record SubtreesFinished(RunLease lease, List<MergeTree.Subtree> subtrees, Costs costs)
      implements Message {}

  /** The slot is free; these are the lease's last subtrees. */
  record LeaseFinished(int slot, RunLease lease, List<MergeTree.Subtree> subtrees, Costs costs)
      implements Message {}

  /** The lease runs on, but not the tasks from {@code end} on. */
  record LeaseCut(int slot, RunLease lease, int end) implements Message {}

  record TaskFailed(
      RunLease lease, int task, Kind kind, String cause, String where, Duration lasted)
      implements Message {}

  /** A slot has begun a task that may take its time. */
  record TaskBegun(int slot) implements Message {}

  /** What a slot has done and not yet sent. */
  record WorkInFlight(int slot, JobId job, Work work) implements Message {}

  /** What a worker is made of, see {@link #create}. */
  record Setup(
      String name,
      ActorRef<CoordinatorCommand> coordinator,
      WorkerSettings settings,
      int frameBytes,
      TaskBoard board,
      PartialOutlet.Opener outlets,
      LongSupplier nanoTime) {}

  private final String name;
  private final ActorRef<CoordinatorCommand> coordinator;
  private final ActorRef<WorkerCommand> self;
  private final Setup setup;
  private final SlotTable slots;
  private final Outbox outbox;
  private final PartialStream partials;
  private final Map<JobId, Plan> plans = new HashMap<>();
  private final PlanParts planParts = new PlanParts();
  private final FailureReports failures = new FailureReports();
  private final HeldReports heldReports = new HeldReports();
  private final TaskBoard board;
  private final UnderWayReports underWay;
  private final WorkReports workReports;
  private final TimerScheduler<Message> timers;
  // Of the newest coordinator heard of.
  private long term = -1;
  // Of the newest coordinator that was told what this worker holds.
  private long toldTerm = -1;
  private boolean welcome;
  private boolean draining;
  // What the slots believe of the outbox.
  private boolean toldFull;

  /**
   * A worker that says hello at once.
   *
   * @param name unique in the cluster
   * @param frameBytes most bytes of a frame; 0 to hand partials over by reference
   * @param board where its slots, as many as the board has, say which task they are at
   */
  public static Behavior<WorkerCommand> create(
      String name,
      ActorRef<CoordinatorCommand> coordinator,
      WorkerSettings settings,
      int frameBytes,
      TaskBoard board) {
    return create(
        new Setup(
            name, coordinator, settings, frameBytes, board, PartialOutlet::open, System::nanoTime));
  }

  static Behavior<WorkerCommand> create(Setup setup) {
    return Behaviors.setup(
        outer -> {
          ActorRef<WorkerCommand> self = outer.getSelf();
          Behavior<Message> inner =
              Behaviors.setup(
                  context ->
                      Behaviors.withTimers(timers -> new Worker(context, timers, setup, self)));
          return Behaviors.transformMessages(
              WorkerCommand.class, inner, match -> match.match(WorkerCommand.class, Incoming::new));
        });
  }

  private Worker(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Setup setup,
      ActorRef<WorkerCommand> self) {
    super(context);
    this.setup = setup;
    this.name = setup.name();
    this.coordinator = setup.coordinator();
    this.self = self;
    WorkerSettings settings = setup.settings();
    // By reference, there is no other JVM that could take over.
    this.outbox =
        new Outbox(settings.outboxBytes(), setup.frameBytes() == 0 ? 0 : settings.keptBytes());
    this.partials = new PartialStream(context, setup, outbox);
    this.timers = timers;
    this.board = setup.board();
    this.underWay = new UnderWayReports(board, settings.slowTask().toNanos());
    this.workReports = new WorkReports(settings.flushInterval().toNanos());
    this.slots = new SlotTable(board.slots());
    for (int slot = 0; slot < board.slots(); slot++) {
      ActorRef<Slot.Message> actor =
          context.spawn(
              Slot.create(slot, context.getSelf(), settings, board, setup.nanoTime()),
              "slot-" + slot,
              DispatcherSelector.fromConfig("reparto.worker.compute-dispatcher"));
      // It stops only by a defect: the worker stops with it, and its leases are run elsewhere.
      context.watch(actor);
      slots.add(actor);
    }
    timers.startTimerWithFixedDelay(Retry.INSTANCE, settings.retryInterval());
    openStream();
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Incoming.class, message -> onCommand(message.command()))
        .onMessage(OfferTaken.class, this::onOfferTaken)
        .onMessage(SubtreesFinished.class, this::onSubtreesFinished)
        .onMessage(LeaseFinished.class, this::onLeaseFinished)
        .onMessage(LeaseCut.class, this::onLeaseCut)
        .onMessage(TaskFailed.class, this::onTaskFailed)
        .onMessage(WorkInFlight.class, this::onWorkInFlight)
        .onMessage(TaskBegun.class, this::onTaskBegun)
        .onMessageEquals(Look.INSTANCE, this::onLook)
        .onMessage(StreamEnded.class, this::onStreamEnded)
        .onMessageEquals(Retry.INSTANCE, this::onRetry)
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private void openStream() {
    welcome = false;
    partials.open();
    sayHello();
    partials.offerNext();
  }

  private void sayHello() {
    coordinator.tell(
        new CoordinatorCommand.WorkerHello(
            name, slots.count(), partials.number(), partials.partials(), self));
  }

  private Behavior<Message> onStreamEnded(StreamEnded message) {
    if (partials.ended(message.stream())) {
      getContext().getLog().debug("stream of partials ended: stream={}", message.stream());
      // The next one opens at the next retry: one that fails at once costs little.
      welcome = false;
    }
    return this;
  }

  private Behavior<Message> onCommand(WorkerCommand command) {
    if (command instanceof WorkerCommand.Drain) {
      return onDrain();
    }
    long from = ((WorkerCommand.OfCoordinator) command).term();
    if (from < term) {
      getContext()
          .getLog()
          .debug("ignored an outdated coordinator: term={}, newest={}", from, term);
      return this;
    }
    if (from > term) {
      meetCoordinator(from);
    }
    return onCurrent((WorkerCommand.OfCoordinator) command);
  }

  /** A coordinator of a new term knows nothing of what this worker has told the last. */
  private void meetCoordinator(long newTerm) {
    term = newTerm;
    welcome = false;
    outbox.offerAgain();
    failures.tellAgain();
    partials.offerNext();
    tellSlotsOfRoom();
  }

  private Behavior<Message> onCurrent(WorkerCommand.OfCoordinator command) {
    if (command instanceof WorkerCommand.Welcome message) {
      return onWelcome(message);
    }
    if (command instanceof WorkerCommand.SayHello) {
      return onSayHello();
    }
    if (command instanceof WorkerCommand.HeldNoted message) {
      heldReports.noted(message.part());
      heldReports.next().ifPresent(coordinator::tell);
      return this;
    }
    if (command instanceof RunLease message) {
      return onRunLease(message);
    }
    if (command instanceof WorkerCommand.SkipRequest message) {
      if (slots.skip(message.slot(), message.number())) {
        requestLease(message.slot());
      }
      return this;
    }
    if (command instanceof WorkerCommand.HandBack message) {
      return onHandBack(message);
    }
    if (command instanceof WorkerCommand.AbandonLease message) {
      slots.actors().forEach(slot -> slot.tell(new Slot.Abandon(message.lease())));
      return this;
    }
    if (command instanceof WorkerCommand.PlanDelivered message) {
      return onPlan(message.job(), message.plan());
    }
    if (command instanceof WorkerCommand.PlanPart message) {
      return onPlanPart(message);
    }
    if (command instanceof WorkerCommand.PartialCommitted message) {
      return onAnswered(() -> outbox.committed(message.offer()));
    }
    if (command instanceof WorkerCommand.PartialRefused message) {
      getContext()
          .getLog()
          .debug("partial refused: job={}, offer={}", message.job(), message.offer());
      return onAnswered(() -> outbox.refused(message.offer()));
    }
    if (command instanceof WorkerCommand.FailureNoted message) {
      boolean runs = slots.runs(message.job(), message.lease());
      failures.noted(message.job(), message.lease(), message.task(), runs);
      return stopIfDrained();
    }
    if (command instanceof WorkerCommand.EndJob message) {
      return onEndJob(message);
    }
    return Behaviors.unhandled();
  }

  private Behavior<Message> onPlan(JobId job, Plan plan) {
    if (slots.awaitsPlan(job)) {
      plans.put(job, plan);
      slots.takeAwaitingPlan(job).forEach(lease -> start(lease, plan));
    }
    return this;
  }

  private Behavior<Message> onPlanPart(WorkerCommand.PlanPart part) {
    if (!slots.awaitsPlan(part.job())) {
      return this;
    }
    var whole = planParts.add(part);
    if (whole.isPresent()) {
      var codec = DataCodec.of(getContext().getSystem().classicSystem());
      return onPlan(part.job(), (Plan) Parts.join(whole.get(), codec));
    }
    requestPlan(part.job());
    return this;
  }

  private void requestPlan(JobId job) {
    coordinator.tell(new CoordinatorCommand.RequestPlan(job, planParts.next(job), self));
  }

  private Behavior<Message> onAnswered(Runnable answer) {
    boolean wasFull = outbox.isFull();
    answer.run();
    partials.answered();
    if (wasFull) {
      slots.free().forEach(this::requestLease);
      tellSlotsOfRoom();
    }
    return stopIfDrained();
  }

  private Behavior<Message> onWelcome(WorkerCommand.Welcome message) {
    if (message.stream() == partials.number() && !welcome) {
      welcome = true;
      if (toldTerm < term) {
        toldTerm = term;
        heldReports.begin(name, term, HeldReports.held(outbox, slots, this::taskCount), self);
        heldReports.next().ifPresent(coordinator::tell);
        if (draining || timers.isTimerActive(Look.INSTANCE)) {
          tellUnderWay(underWay.again(nanos()));
        }
      }
      slots.free().forEach(this::requestLease);
    }
    return this;
  }

  private int taskCount(JobId job) {
    return plans.get(job).taskCount();
  }

  private Behavior<Message> onSayHello() {
    partials.leave();
    openStream();
    return this;
  }

  /** What the coordinator has answered or read may have been lost on the way. */
  private void checkOffers() {
    for (PartialOffer offer : outbox.overdue()) {
      coordinator.tell(
          new CoordinatorCommand.CheckPartial(offer.job(), offer.offer(), offer.run(), self));
    }
    if (partials.standsStill()) {
      getContext()
          .getLog()
          .warn("no answer to partials, opening another stream: stream={}", partials.number());
      onSayHello();
    }
  }

  private long nanos() {
    return setup.nanoTime().getAsLong();
  }

  private void requestLease(int slot) {
    if (welcome && !draining && !outbox.isFull()) {
      slots.requested(slot, term, nanos());
      coordinator.tell(
          new CoordinatorCommand.RequestLease(name, slot, slots.requestNumber(slot), self));
    }
  }

  private Behavior<Message> onRunLease(RunLease lease) {
    if (!slots.grant(lease)) {
      getContext().getLog().debug("ignored a stale lease: lease={}", lease);
      return this;
    }
    if (draining) {
      slots.finish(lease.slot());
      returnTasks(lease.job(), lease.lease());
      return this;
    }
    Plan plan = plans.get(lease.job());
    if (plan == null) {
      slots.awaitPlan(lease);
      requestPlan(lease.job());
    } else {
      start(lease, plan);
    }
    return this;
  }

  private void start(RunLease lease, Plan plan) {
    if (tellsOfTasks() && !timers.isTimerActive(Look.INSTANCE)) {
      timers.startTimerWithFixedDelay(Look.INSTANCE, setup.settings().slowTask());
    }
    long waited = slots.sinceRequest(lease.slot(), nanos()) - lease.heldNanos();
    slots.actor(lease.slot()).tell(new Slot.Run(lease, plan, Math.max(0, waited)));
  }

  /** By reference, the coordinator is lost with this worker. */
  private boolean tellsOfTasks() {
    return setup.frameBytes() != 0;
  }

  private Behavior<Message> onTaskBegun(TaskBegun message) {
    underWay.announce(message.slot());
    tellChanges();
    return this;
  }

  private Behavior<Message> onLook() {
    tellChanges();
    if (underWay.isNothingTold() && slots.free().size() == slots.count()) {
      timers.cancel(Look.INSTANCE);
    }
    return this;
  }

  private void tellChanges() {
    if (tellsOfTasks()) {
      underWay.changed(nanos()).ifPresent(this::tellUnderWay);
    }
  }

  private void tellUnderWay(List<TaskUnderWay> tasks) {
    coordinator.tell(new CoordinatorCommand.ReportUnderWay(name, draining, tasks, self));
  }

  private Behavior<Message> onSubtreesFinished(SubtreesFinished message) {
    offer(message.lease(), message.subtrees(), message.costs());
    return this;
  }

  private Behavior<Message> onLeaseFinished(LeaseFinished message) {
    RunLease lease = message.lease();
    slots.finish(message.slot());
    failures.leaseEnded(lease.job(), lease.lease());
    requestLease(message.slot()); // first: the round trip passes while partials leave
    offer(lease, message.subtrees(), message.costs());
    return stopIfDrained();
  }

  /** Others wait for work. */
  private Behavior<Message> onHandBack(WorkerCommand.HandBack message) {
    for (RunLease waiting : slots.takeAwaitingPlan(message.job(), message.lease())) {
      slots.finish(waiting.slot());
      requestLease(waiting.slot());
    }
    if (slots.runs(message.job(), message.lease())) {
      slots.actors().forEach(slot -> slot.tell(new Slot.Cut(message.lease())));
    } else {
      returnTasks(message.job(), message.lease());
    }
    return this;
  }

  private Behavior<Message> onLeaseCut(LeaseCut message) {
    slots.cut(message.lease(), message.end());
    returnTasks(message.lease().job(), message.lease().lease());
    return this;
  }

  /** All tasks of the lease but those that are on offer or run. */
  private void returnTasks(JobId job, long lease) {
    var kept = new ArrayList<TaskRange>();
    if (plans.containsKey(job)) {
      kept.addAll(outbox.tasks(job, lease, this::taskCount));
    }
    for (SlotTable.Running running : slots.running()) {
      if (running.lease().lease() == lease && running.lease().job().equals(job)) {
        kept.add(running.tasks());
      }
    }
    // Else they would be taken for not begun.
    failures.unnoted(job, lease).stream()
        .filter(
            task -> kept.stream().noneMatch(range -> range.first() <= task && task < range.end()))
        .forEach(task -> kept.add(new TaskRange(task, task + 1)));
    kept.sort(Comparator.comparing(TaskRange::first));
    coordinator.tell(new CoordinatorCommand.ReturnTasks(job, name, lease, kept));
  }

  /** The tasks under way are finished; whatever is lost on the way is run again elsewhere. */
  private Behavior<Message> onDrain() {
    draining = true;
    getContext().getLog().info("draining, no more leases: running={}", slots.running().size());
    if (tellsOfTasks()) {
      tellUnderWay(underWay.again(nanos()));
    }
    for (RunLease lease : slots.takeAwaitingPlan()) {
      slots.finish(lease.slot());
      returnTasks(lease.job(), lease.lease());
    }
    for (SlotTable.Running running : slots.running()) {
      TaskBoard.Exit exit = board.exit(running.lease().slot());
      if (exit != null && exit.task().lease().equals(running.lease())) {
        onExit(exit);
      } else {
        slots.actor(running.lease().slot()).tell(new Slot.Cut(running.lease().lease()));
      }
    }
    return stopIfDrained();
  }

  /** Its slot never comes back, and what is not sent of its lease runs again elsewhere. */
  private void onExit(TaskBoard.Exit exit) {
    RunLease lease = exit.task().lease();
    onTaskFailed(
        new TaskFailed(
            lease,
            exit.task().task(),
            Kind.WORKER_ENDED,
            "the task told its JVM to exit (System.exit)",
            exit.where(),
            Duration.ofNanos(nanos() - exit.task().sinceNanos())));
    slots.finish(lease.slot());
    returnTasks(lease.job(), lease.lease());
  }

  private Behavior<Message> stopIfDrained() {
    boolean isDone = slots.free().size() == slots.count() && outbox.isEmpty();
    if (!draining || !isDone || !failures.unnoted().isEmpty()) {
      return this;
    }
    board.setDrained();
    getContext().getLog().info("drained: leases finished or handed back, partials answered");
    // It could not stop, and has to tell the next coordinator the same.
    return board.hasExit() ? this : Behaviors.stopped();
  }

  /** The first subtree tells of the costs of all. */
  private void offer(RunLease lease, List<MergeTree.Subtree> subtrees, Costs costs) {
    if (!plans.containsKey(lease.job())) {
      return; // the job has ended
    }
    int taskCount = taskCount(lease.job());
    Costs untold = costs;
    for (MergeTree.Subtree subtree : subtrees) {
      slots.handedOver(lease, subtree.run().end(taskCount));
      var measured = (MeasuredPartial) subtree.partial();
      outbox.add(lease, subtree.run(), measured, untold);
      untold = Costs.NONE;
    }
    partials.offerNext();
    tellSlotsOfRoom();
  }

  /** While the outbox is full, leases that run keep what they have done, and merge it. */
  private void tellSlotsOfRoom() {
    if (outbox.isFull() != toldFull) {
      toldFull = outbox.isFull();
      slots.actors().forEach(slot -> slot.tell(new Slot.MayFlush(!toldFull)));
    }
  }

  private Behavior<Message> onOfferTaken(OfferTaken message) {
    partials.taken(message.stream());
    return this;
  }

  private Behavior<Message> onTaskFailed(TaskFailed failed) {
    RunLease lease = failed.lease();
    var report =
        new CoordinatorCommand.ReportFailure(
            lease.job(),
            name,
            lease.lease(),
            failed.task(),
            lease.attempt(),
            failed.kind(),
            failed.cause(),
            failed.where(),
            failed.lasted(),
            self);
    failures.add(report);
    coordinator.tell(report);
    return this;
  }

  private Behavior<Message> onWorkInFlight(WorkInFlight message) {
    JobId job = message.job();
    slots.work(message.slot(), message.work());
    if (plans.containsKey(job) && workReports.take(job, nanos())) {
      Work inFlight = slots.work(job).plus(outbox.work(job));
      coordinator.tell(new CoordinatorCommand.ReportWork(job, name, inFlight));
    }
    return this;
  }

  private Behavior<Message> onEndJob(WorkerCommand.EndJob message) {
    JobId job = message.job();
    plans.remove(job);
    planParts.forget(job);
    boolean wasFull = outbox.isFull();
    outbox.drop(job);
    if (wasFull) {
      slots.free().forEach(this::requestLease);
      tellSlotsOfRoom();
    }
    failures.drop(job);
    workReports.drop(job);
    for (RunLease lease : slots.takeAwaitingPlan(job)) {
      slots.finish(lease.slot());
      requestLease(lease.slot());
    }
    slots.actors().forEach(slot -> slot.tell(new Slot.EndJob(job)));
    return stopIfDrained();
  }

  private Behavior<Message> onRetry() {
    if (!partials.isOpen()) {
      openStream();
      return this;
    }
    if (!welcome) {
      sayHello();
      return this;
    }
    coordinator.tell(new CoordinatorCommand.ReportAlive(name, partials.number(), self));
    if (timers.isTimerActive(Look.INSTANCE)) {
      tellUnderWay(underWay.again(nanos()));
    }
    heldReports.next().ifPresent(coordinator::tell);
    slots.free().forEach(this::requestLease);
    slots.jobsAwaitingPlan().forEach(this::requestPlan);
    failures.unnoted().forEach(coordinator::tell);
    checkOffers();
    for (JobId job : plans.keySet()) {
      if (!slots.runs(job) && !outbox.holds(job)) {
        coordinator.tell(new CoordinatorCommand.CheckJob(job, self));
      }
    }
    return this;
  }

  private Behavior<Message> onStopped() {
    partials.close();
    return this;
  }
}
