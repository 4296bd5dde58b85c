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
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import io.reparto.protocol.message.WorkerCommand;
import io.reparto.protocol.message.WorkerCommand.RunLease;
import io.reparto.protocol.serialization.DataCodec;
import io.reparto.protocol.serialization.Parts;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The worker of a cluster node: asks the coordinator for a lease for each free slot, gives leases
 * to its {@link Slot}s and offers their partials on a {@link PartialOutlet} until the coordinator
 * has answered each. Whatever it sends and gets no answer to, it sends again; while too much waits
 * for an answer it asks for no lease. Spawned by the node's guardian, spawns its slots. Has one
 * state: all it knows is in its maps.
 */
public final class Worker extends AbstractBehavior<Worker.Message> {

  sealed interface Message extends Local {}

  private record Incoming(WorkerCommand command) implements Message {}

  private enum Retry implements Message {
    INSTANCE
  }

  private record StreamEnded(int stream) implements Message {}

  /** The stream has taken an offer and wants the next. */
  record OfferTaken(int stream) implements Message {}

  /** A lease's finished subtrees, ahead of its end. */
  record SubtreesFinished(RunLease lease, List<MergeTree.Subtree> subtrees) implements Message {}

  /**
   * The slot is free; these are the lease's last subtrees.
   *
   * @param end the tasks from here on were not begun
   */
  record LeaseFinished(int slot, RunLease lease, int end, List<MergeTree.Subtree> subtrees)
      implements Message {}

  record TaskFailed(
      RunLease lease, int task, boolean callersMistake, String cause, String where, Duration lasted)
      implements Message {}

  /** What a slot has done and not yet sent. */
  record WorkInFlight(int slot, JobId job, Work work) implements Message {}

  private final String name;
  private final ActorRef<CoordinatorCommand> coordinator;
  private final ActorRef<WorkerCommand> self;
  private final int frameBytes;
  private final SlotTable slots;
  private final Outbox outbox;
  private final Map<JobId, Plan> plans = new HashMap<>();
  private final PlanParts planParts = new PlanParts();
  private final Map<String, CoordinatorCommand.ReportFailure> unnotedFailures = new HashMap<>();
  private long term = -1;
  private int stream;
  private boolean welcome;
  private boolean draining;
  // Null from a stream's end until the next is opened.
  private PartialOutlet outlet;

  /**
   * A worker that says hello at once.
   *
   * @param name unique in the cluster
   * @param slots how many leases it runs at a time, at least 1
   * @param frameBytes most bytes of a frame; 0 to hand partials over by reference
   */
  public static Behavior<WorkerCommand> create(
      String name,
      int slots,
      ActorRef<CoordinatorCommand> coordinator,
      WorkerSettings settings,
      int frameBytes) {
    return Behaviors.setup(
        outer -> {
          ActorRef<WorkerCommand> self = outer.getSelf();
          Behavior<Message> inner =
              Behaviors.setup(
                  context ->
                      Behaviors.withTimers(
                          timers ->
                              new Worker(
                                  context,
                                  timers,
                                  name,
                                  slots,
                                  coordinator,
                                  self,
                                  settings,
                                  frameBytes)));
          return Behaviors.transformMessages(
              WorkerCommand.class, inner, match -> match.match(WorkerCommand.class, Incoming::new));
        });
  }

  private Worker(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      String name,
      int slotCount,
      ActorRef<CoordinatorCommand> coordinator,
      ActorRef<WorkerCommand> self,
      WorkerSettings settings,
      int frameBytes) {
    super(context);
    this.name = name;
    this.coordinator = coordinator;
    this.self = self;
    this.frameBytes = frameBytes;
    this.outbox = new Outbox(settings.outboxBytes());
    this.slots = new SlotTable(slotCount);
    for (int slot = 0; slot < slotCount; slot++) {
      ActorRef<Slot.Message> actor =
          context.spawn(
              Slot.create(slot, context.getSelf(), settings),
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
        .onMessage(TaskFailed.class, this::onTaskFailed)
        .onMessage(WorkInFlight.class, this::onWorkInFlight)
        .onMessage(StreamEnded.class, this::onStreamEnded)
        .onMessageEquals(Retry.INSTANCE, this::onRetry)
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private void openStream() {
    int opened = stream;
    welcome = false;
    outlet =
        PartialOutlet.open(getContext().getSelf(), opened, frameBytes, getContext().getSystem());
    getContext().pipeToSelf(outlet.ended(), (done, failure) -> new StreamEnded(opened));
    outbox.streamOpened();
    sayHello();
    offerNext();
  }

  private void sayHello() {
    coordinator.tell(
        new CoordinatorCommand.WorkerHello(name, slots.count(), stream, outlet.partials(), self));
  }

  private Behavior<Message> onStreamEnded(StreamEnded message) {
    if (message.stream() == stream) {
      getContext().getLog().debug("stream of partials ended: stream={}", stream);
      stream++;
      outlet = null;
      welcome =
          false; // the next stream opens at the next retry: one that fails at once costs little
    }
    return this;
  }

  private Behavior<Message> onCommand(WorkerCommand command) {
    if (command instanceof WorkerCommand.Welcome message) {
      return onWelcome(message);
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
    if (command instanceof WorkerCommand.PlanDelivered message) {
      return onPlan(message.job(), message.plan());
    }
    if (command instanceof WorkerCommand.PlanPart message) {
      return onPlanPart(message);
    }
    if (command instanceof WorkerCommand.PartialCommitted message) {
      return onAnswered(message.offer());
    }
    if (command instanceof WorkerCommand.PartialRefused message) {
      getContext()
          .getLog()
          .debug("partial refused: job={}, offer={}", message.job(), message.offer());
      return onAnswered(message.offer());
    }
    if (command instanceof WorkerCommand.FailureNoted message) {
      unnotedFailures.remove(failureKey(message.job(), message.lease(), message.task()));
      return this;
    }
    if (command instanceof WorkerCommand.Drain) {
      return onDrain();
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

  private Behavior<Message> onAnswered(long offer) {
    boolean wasFull = outbox.isFull();
    outbox.answered(offer);
    if (wasFull) {
      slots.free().forEach(this::requestLease);
    }
    return stopIfDrained();
  }

  private Behavior<Message> onWelcome(WorkerCommand.Welcome message) {
    if (message.term() < term || message.stream() != stream) {
      return this;
    }
    term = message.term();
    if (!welcome) {
      welcome = true;
      slots.free().forEach(this::requestLease);
    }
    return this;
  }

  private void requestLease(int slot) {
    if (welcome && !draining && !outbox.isFull()) {
      coordinator.tell(
          new CoordinatorCommand.RequestLease(name, slot, slots.requestNumber(slot), self));
    }
  }

  private Behavior<Message> onRunLease(RunLease lease) {
    if (lease.term() < term || !slots.grant(lease)) {
      getContext().getLog().debug("ignored a stale lease: lease={}", lease);
      return this;
    }
    if (draining) {
      slots.finish(lease.slot());
      returnTasks(lease, lease.first());
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
    slots.actor(lease.slot()).tell(new Slot.Run(lease, plan));
  }

  private Behavior<Message> onSubtreesFinished(SubtreesFinished message) {
    offer(message.lease(), message.subtrees());
    return this;
  }

  private Behavior<Message> onLeaseFinished(LeaseFinished message) {
    slots.finish(message.slot());
    requestLease(message.slot()); // first: the round trip passes while partials leave
    offer(message.lease(), message.subtrees());
    if (draining) {
      returnTasks(message.lease(), message.end());
    }
    return stopIfDrained();
  }

  private void returnTasks(RunLease lease, int first) {
    if (first < lease.first() + lease.count()) {
      coordinator.tell(new CoordinatorCommand.ReturnTasks(lease.job(), name, lease.lease(), first));
    }
  }

  /** The tasks under way are finished; whatever is lost on the way is run again elsewhere. */
  private Behavior<Message> onDrain() {
    draining = true;
    for (RunLease lease : slots.takeAwaitingPlan()) {
      slots.finish(lease.slot());
      returnTasks(lease, lease.first());
    }
    slots.actors().forEach(slot -> slot.tell(Slot.StopEarly.INSTANCE));
    return stopIfDrained();
  }

  private Behavior<Message> stopIfDrained() {
    boolean drained = draining && slots.free().size() == slots.count() && outbox.isEmpty();
    return drained ? Behaviors.stopped() : this;
  }

  private void offer(RunLease lease, List<MergeTree.Subtree> subtrees) {
    if (!plans.containsKey(lease.job())) {
      return; // the job has ended
    }
    for (MergeTree.Subtree subtree : subtrees) {
      var measured = (MeasuredPartial) subtree.partial();
      outbox.add(lease.job(), lease.lease(), subtree.run(), measured.work(), measured.partial());
    }
    offerNext();
  }

  private Behavior<Message> onOfferTaken(OfferTaken message) {
    if (message.stream() == stream) {
      outbox.taken();
      offerNext();
    }
    return this;
  }

  private void offerNext() {
    if (outlet == null) {
      return;
    }
    PartialOffer next = outbox.next();
    if (next != null) {
      outlet.input().tell(new PartialOutlet.Next(next));
    }
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
            failed.callersMistake(),
            failed.cause(),
            failed.where(),
            failed.lasted(),
            self);
    unnotedFailures.put(failureKey(lease.job(), lease.lease(), failed.task()), report);
    coordinator.tell(report);
    return this;
  }

  private static String failureKey(JobId job, long lease, int task) {
    return job + "/" + lease + "/" + task;
  }

  private Behavior<Message> onWorkInFlight(WorkInFlight message) {
    slots.work(message.slot(), message.work());
    Work inFlight = slots.work(message.job()).plus(outbox.work(message.job()));
    coordinator.tell(new CoordinatorCommand.ReportWork(message.job(), name, inFlight));
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
    }
    unnotedFailures.values().removeIf(report -> report.job().equals(job));
    for (RunLease lease : slots.takeAwaitingPlan(job)) {
      slots.finish(lease.slot());
      requestLease(lease.slot());
    }
    slots.actors().forEach(slot -> slot.tell(new Slot.EndJob(job)));
    return stopIfDrained();
  }

  private Behavior<Message> onRetry() {
    if (outlet == null) {
      openStream();
      return this;
    }
    if (!welcome) {
      sayHello();
      return this;
    }
    slots.free().forEach(this::requestLease);
    slots.jobsAwaitingPlan().forEach(this::requestPlan);
    unnotedFailures.values().forEach(coordinator::tell);
    return this;
  }

  private Behavior<Message> onStopped() {
    if (outlet != null) {
      outlet.input().tell(new PartialOutlet.Close());
    }
    return this;
  }
}
