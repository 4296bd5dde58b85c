package io.reparto.node.cluster.simulation;

import akka.actor.Cancellable;
import akka.actor.FunctionRef;
import akka.actor.typed.ActorRef;
import io.reparto.node.worker.WorkerSettings;
import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.CoordinatorCommand.CheckPartial;
import io.reparto.protocol.message.CoordinatorCommand.ReportFailure;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import io.reparto.protocol.message.TaskUnderWay;
import io.reparto.protocol.message.WorkerCommand;
import io.reparto.protocol.message.WorkerCommand.RunLease;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Speaks as the real worker does, of tasks that compute and keep their slots busy: asks, runs,
 * offers, reports and hands back, but computes nothing, and loses no message.
 */
final class VirtualWorker {
  private static final int MOST_OVERDUE = 20; // as of the real one's outbox

  final int number;
  private final Simulation simulation;
  private final int slowness;
  private final FunctionRef remote;
  private final ActorRef<WorkerCommand> ref;
  private final VirtualStream stream;
  private final List<VirtualSlot> slots = new ArrayList<>();
  private final ArrayDeque<PartialOffer> unanswered = new ArrayDeque<>();
  private final Map<Integer, ReportFailure> unnoted = new LinkedHashMap<>();
  private final List<RunLease> awaitingPlan = new ArrayList<>();
  private final UnderWay underWay = new UnderWay(slots);
  private Cancellable look;
  private long offers;
  private long overdueBefore;
  private long toldWorkNanos;
  private boolean welcome;
  private boolean hasPlan;
  private boolean alive = true;

  /**
   * @param slowness how many times longer its tasks take
   */
  VirtualWorker(Simulation simulation, int number, int slots, int slowness) {
    this.simulation = simulation;
    this.number = number;
    this.slowness = slowness;
    this.remote = simulation.coordinator.refOf(this);
    this.ref = SimulatedCoordinator.typed(remote);
    this.stream = new VirtualStream(simulation, this);
    for (int slot = 0; slot < slots; slot++) {
      this.slots.add(new VirtualSlot(simulation, this, slot));
    }
  }

  String name() {
    return "w" + number;
  }

  ActorRef<WorkerCommand> ref() {
    return ref;
  }

  WorkerSettings settings() {
    return simulation.settings;
  }

  boolean isAlive() {
    return alive;
  }

  int slots() {
    return slots.size();
  }

  /** How long a task takes here. */
  long nanos(int task) {
    return simulation.lengths.nanos(task) * slowness;
  }

  void join() {
    send(new CoordinatorCommand.WorkerHello(name(), slots.size(), 0, stream, ref));
    simulation.after(settings().retryInterval(), this::retry);
  }

  /** Ends at once; {@link #missed} is when others notice. */
  void die() {
    alive = false;
  }

  void missed() {
    remote.stop();
  }

  private void send(CoordinatorCommand command) {
    simulation.coordinator.send(number, command);
  }

  private void retry() {
    if (!alive) {
      return;
    }
    send(new CoordinatorCommand.ReportAlive(name(), 0, ref));
    if (look != null) {
      tellUnderWay(underWay.again());
    }
    slots.stream().filter(VirtualSlot::isFree).forEach(this::requestLease);
    if (!awaitingPlan.isEmpty()) {
      requestPlan();
    }
    unnoted.values().forEach(this::send);
    unanswered.stream()
        .takeWhile(offer -> offer.offer() < overdueBefore)
        .limit(MOST_OVERDUE)
        .forEach(one -> send(new CheckPartial(one.job(), one.offer(), one.run(), ref)));
    overdueBefore = offers;
    if (hasPlan && unanswered.isEmpty() && slots.stream().allMatch(VirtualSlot::isFree)) {
      send(new CoordinatorCommand.CheckJob(Simulation.JOB, ref));
    }
    simulation.after(settings().retryInterval(), this::retry);
  }

  void receive(WorkerCommand command) {
    if (!alive) {
      return;
    }
    if (command instanceof RunLease lease) {
      onRunLease(lease);
    } else if (command instanceof WorkerCommand.PartialCommitted answer) {
      unanswered.removeIf(offer -> offer.offer() == answer.offer());
    } else if (command instanceof WorkerCommand.PartialRefused answer) {
      unanswered.removeIf(offer -> offer.offer() == answer.offer());
    } else if (command instanceof WorkerCommand.FailureNoted noted) {
      unnoted.remove(noted.task());
    } else if (command instanceof WorkerCommand.HandBack handBack) {
      onHandBack(handBack);
    } else if (command instanceof WorkerCommand.AbandonLease abandoned) {
      slots.stream().filter(slot -> slot.runs(abandoned.lease())).forEach(VirtualSlot::abandon);
    } else if (command instanceof WorkerCommand.SkipRequest skip) {
      VirtualSlot slot = slots.get(skip.slot());
      if (slot.skip(skip.number())) {
        requestLease(slot);
      }
    } else if (command instanceof WorkerCommand.PlanDelivered) {
      hasPlan = true;
      awaitingPlan.forEach(this::start);
      awaitingPlan.clear();
    } else if (command instanceof WorkerCommand.Welcome && !welcome) {
      welcome = true;
      send(
          new CoordinatorCommand.ReportHeld(
              name(), SimulatedCoordinator.TERM, 0, 1, List.of(), ref));
      slots.forEach(this::requestLease);
    } else if (command instanceof WorkerCommand.EndJob end) {
      unanswered.clear();
      unnoted.clear();
      awaitingPlan.clear();
      hasPlan = false;
      slots.forEach(slot -> slot.endJob(end.job()));
    } else if (command instanceof WorkerCommand.SayHello) {
      throw new IllegalStateException("nothing was lost, but the worker is not known: " + name());
    }
  }

  void requestLease(VirtualSlot slot) {
    send(new CoordinatorCommand.RequestLease(name(), slot.number, slot.request(), ref));
  }

  private void requestPlan() {
    send(new CoordinatorCommand.RequestPlan(Simulation.JOB, 0, ref));
  }

  private void onRunLease(RunLease lease) {
    if (!slots.get(lease.slot()).grant(lease)) {
      return; // stale
    }
    if (hasPlan) {
      start(lease);
    } else {
      awaitingPlan.add(lease);
      requestPlan();
    }
  }

  private void start(RunLease lease) {
    if (look == null) {
      look = simulation.after(settings().slowTask(), this::look);
    }
    slots.get(lease.slot()).start();
  }

  private void onHandBack(WorkerCommand.HandBack message) {
    boolean isWaiting = awaitingPlan.removeIf(lease -> lease.lease() == message.lease());
    var kept = new ArrayList<TaskRange>();
    for (VirtualSlot slot : slots) {
      if (slot.runs(message.lease())) {
        slot.cut(!isWaiting);
      }
      if (slot.runs(message.lease())) {
        kept.add(slot.tasks());
      }
    }
    unanswered.stream()
        .filter(offer -> offer.lease() == message.lease())
        .forEach(offer -> kept.add(range(offer.run())));
    unnoted.values().stream()
        .filter(failure -> failure.lease() == message.lease())
        .map(ReportFailure::task)
        .filter(task -> kept.stream().noneMatch(one -> one.first() <= task && task < one.end()))
        .forEach(task -> kept.add(new TaskRange(task, task + 1)));
    kept.sort(Comparator.comparing(TaskRange::first));
    send(new CoordinatorCommand.ReturnTasks(message.job(), name(), message.lease(), kept));
  }

  private TaskRange range(TaskRun run) {
    return new TaskRange(run.first(), run.end(simulation.scale.tasks()));
  }

  /** These tasks of a lease are done. */
  void offer(RunLease lease, List<TaskRange> done) {
    for (TaskRange range : done) {
      for (TaskRun run : Simulation.runs(range, simulation.scale.tasks())) {
        TaskRange tasks = range(run);
        var offer =
            new PartialOffer(
                lease.job(),
                offers++,
                lease.lease(),
                run,
                new Work(tasks.size(), 0),
                SumJob.Sum.of(tasks.first(), tasks.end()));
        unanswered.add(offer);
        stream.put(offer);
      }
    }
  }

  void tellFailure(ReportFailure failure) {
    unnoted.put(failure.task(), failure);
    send(failure);
  }

  /** As often as one slot does it, as the real one. */
  void tellWork() {
    long now = simulation.nanos();
    if (now - toldWorkNanos < settings().flushInterval().toNanos() / 10 * 9) {
      return;
    }
    toldWorkNanos = now;
    Work inFlight = Work.NONE;
    for (PartialOffer offer : unanswered) {
      inFlight = inFlight.plus(offer.work());
    }
    send(new CoordinatorCommand.ReportWork(Simulation.JOB, name(), inFlight));
  }

  /** A lease runs: see whether there is something new to tell. */
  private void look() {
    if (alive) {
      tellUnderWay();
      boolean isIdle = slots.stream().allMatch(VirtualSlot::isFree);
      look = isIdle ? null : simulation.after(settings().slowTask(), this::look);
    }
  }

  /** Which tasks are under way, if that has changed. */
  void tellUnderWay() {
    underWay.changed().ifPresent(this::tellUnderWay);
  }

  private void tellUnderWay(List<TaskUnderWay> tasks) {
    send(new CoordinatorCommand.ReportUnderWay(name(), false, tasks, ref));
  }
}
