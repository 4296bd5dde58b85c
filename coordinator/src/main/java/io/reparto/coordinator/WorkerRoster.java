package io.reparto.coordinator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobDiagnosis;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobReply;
import io.reparto.protocol.message.TaskUnderWay;
import io.reparto.protocol.message.WorkerCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * The workers that a coordinator knows: their streams, and which of their requests were granted
 * what. Used by the coordinator's actor alone.
 */
final class WorkerRoster {
  /** One of them. */
  static final class Known {
    private final ActorRef<WorkerCommand> actor;
    private final int slots;
    private final Map<Integer, Long> lastRequest = new HashMap<>();
    private final Map<Integer, WorkerCommand.RunLease> lastGrant = new HashMap<>();
    // Of those, the ones that it does not run and never will.
    private final Map<Integer, WorkerCommand.RunLease> handedBack = new HashMap<>();
    private int stream;
    private PartialIntake intake;
    private List<TaskUnderWay> underWay = List.of();
    private long reportedNanos;
    private long heardNanos;
    private boolean leaving;

    private Known(ActorRef<WorkerCommand> actor, int slots) {
      this.actor = actor;
      this.slots = slots;
    }
  }

  private final Map<String, Known> workers = new LinkedHashMap<>();
  private final ActorSystem<?> system;
  // Asked for with every lease.
  private int slots;
  private int staying;

  /**
   * Knows nobody yet.
   *
   * @param system the coordinator's
   */
  WorkerRoster(ActorSystem<?> system) {
    this.system = system;
  }

  boolean knows(String worker, ActorRef<WorkerCommand> actor) {
    Known known = workers.get(worker);
    return known != null && known.actor.equals(actor);
  }

  /** Whether another actor goes by this name. */
  boolean isAnother(String worker, ActorRef<WorkerCommand> actor) {
    return workers.containsKey(worker) && !knows(worker, actor);
  }

  /** Whether the worker is known, and this stream of it is read. */
  boolean reads(CoordinatorCommand.ReportAlive alive) {
    return knows(alive.worker(), alive.replyTo())
        && workers.get(alive.worker()).stream == alive.stream();
  }

  void add(CoordinatorCommand.WorkerHello hello) {
    workers.put(hello.worker(), new Known(hello.replyTo(), hello.slots()));
    slots += hello.slots();
    staying++;
  }

  /** Whether the worker's hello names a stream that is not read yet. */
  boolean isNewStream(CoordinatorCommand.WorkerHello hello) {
    Known worker = workers.get(hello.worker());
    return worker.intake == null || hello.stream() > worker.stream;
  }

  /** The worker's stream from now on. */
  void reads(CoordinatorCommand.WorkerHello hello, PartialIntake intake) {
    Known worker = workers.get(hello.worker());
    if (worker.intake != null) {
      worker.intake.close();
    }
    worker.stream = hello.stream();
    worker.intake = intake;
  }

  /** The worker lives. */
  void heard(String name, long nowNanos) {
    Known worker = workers.get(name);
    if (worker != null) {
      worker.heardNanos = nowNanos;
    }
  }

  /** The tasks that it runs now. */
  void runs(CoordinatorCommand.ReportUnderWay report, long nowNanos) {
    Known worker = workers.get(report.worker());
    worker.underWay = report.tasks();
    worker.reportedNanos = nowNanos;
    worker.heardNanos = nowNanos;
    if (worker.leaving != report.leaving()) {
      worker.leaving = report.leaving();
      staying += worker.leaving ? -1 : 1;
    }
  }

  /** Whether it was told to drain. */
  boolean isLeaving(String name) {
    return workers.get(name).leaving;
  }

  /** The tasks that it ran when it was last heard of, as far as it has told. */
  List<TaskUnderWay> underWay(String name) {
    Known worker = workers.get(name);
    Duration since = Duration.ofNanos(worker.heardNanos - worker.reportedNanos);
    return worker.underWay.stream()
        .map(
            task ->
                new TaskUnderWay(task.job(), task.lease(), task.task(), task.lasted().plus(since)))
        .toList();
  }

  /** Whether it is on the coordinator's own node, and others are not. */
  boolean isAtCoordinator(String name) {
    return isLocal(workers.get(name))
        && workers.values().stream().anyMatch(worker -> !isLocal(worker) && !worker.leaving);
  }

  private static boolean isLocal(Known worker) {
    return worker.actor.path().address().hasLocalScope();
  }

  /** Those that take leases: they have not been told to drain. */
  Set<String> staying() {
    return workers.entrySet().stream()
        .filter(entry -> !entry.getValue().leaving)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** How many those are. */
  int stayingCount() {
    return staying;
  }

  /** Forgets a worker and closes its stream. */
  ActorRef<WorkerCommand> remove(String name) {
    Known worker = workers.remove(name);
    slots -= worker.slots;
    staying -= worker.leaving ? 0 : 1;
    if (worker.intake != null) {
      worker.intake.close();
    }
    return worker.actor;
  }

  /**
   * The lease that this very request was granted. The grant was lost or is on its way: one number
   * never gets a second lease, because which of the two the slot took would not be known.
   */
  Optional<WorkerCommand.RunLease> granted(CoordinatorCommand.RequestLease request) {
    WorkerCommand.RunLease granted = workers.get(request.worker()).lastGrant.get(request.slot());
    return Optional.ofNullable(granted).filter(lease -> lease.number() == request.number());
  }

  /** Whether the request is none that was made before; it has been from now on. */
  boolean isNew(CoordinatorCommand.RequestLease request) {
    Map<Integer, Long> last = workers.get(request.worker()).lastRequest;
    if (request.number() <= last.getOrDefault(request.slot(), -1L)) {
      return false;
    }
    last.put(request.slot(), request.number());
    return true;
  }

  /** Whether the worker has handed this lease back, its last of the slot, before it got it. */
  boolean isHandedBack(String worker, WorkerCommand.RunLease lease) {
    return lease.equals(workers.get(worker).handedBack.get(lease.slot()));
  }

  /**
   * The worker has tasks back to give. If it keeps none, the lease may have been lost on its way:
   * its tasks run elsewhere, so it must not come late.
   */
  void handBack(CoordinatorCommand.ReturnTasks tasks) {
    Known worker = workers.get(tasks.worker());
    if (worker != null && tasks.kept().isEmpty()) {
      for (WorkerCommand.RunLease lease : worker.lastGrant.values()) {
        if (lease.lease() == tasks.lease() && lease.job().equals(tasks.job())) {
          worker.handedBack.put(lease.slot(), lease);
        }
      }
    }
  }

  void grant(SlotRequest request, WorkerCommand.RunLease lease) {
    workers.get(request.worker()).lastGrant.put(request.slot(), lease);
  }

  /** All their slots. */
  int slots() {
    return slots;
  }

  int size() {
    return workers.size();
  }

  void tellAll(WorkerCommand command) {
    workers.values().forEach(worker -> worker.actor.tell(command));
  }

  void tell(String name, WorkerCommand command) {
    Known worker = workers.get(name);
    if (worker != null) {
      worker.actor.tell(command);
    }
  }

  /** Where an actor lives, as {@code host:port}; empty in a system that nobody can reach. */
  String address(ActorRef<?> actor) {
    var address = actor.path().address();
    var reachable = address.hasGlobalScope() ? address : system.address();
    return reachable.hasGlobalScope()
        ? reachable.getHost().get() + ":" + reachable.getPort().get()
        : "";
  }

  /** Those that have been silent for longest. */
  List<JobDiagnosis.Worker> diagnose(JobId job, ToIntFunction<String> waiting, long nowNanos) {
    return workers.entrySet().stream()
        .sorted(Comparator.comparingLong(entry -> entry.getValue().heardNanos - nowNanos))
        .limit(JobDiagnosis.MOST_WORKERS)
        .map(entry -> diagnose(entry.getKey(), entry.getValue(), job, waiting, nowNanos))
        .toList();
  }

  private JobDiagnosis.Worker diagnose(
      String name, Known worker, JobId job, ToIntFunction<String> waiting, long nowNanos) {
    return new JobDiagnosis.Worker(
        name,
        address(worker.actor),
        worker.slots,
        waiting.applyAsInt(name),
        worker.stream,
        worker.leaving,
        false,
        Duration.ofNanos(nowNanos - worker.heardNanos),
        worker.underWay.stream().filter(task -> task.job().equals(job)).toList());
  }

  List<JobReply.WorkerStatus> describe(ToIntFunction<String> waiting) {
    var described = new ArrayList<JobReply.WorkerStatus>();
    workers.forEach(
        (name, worker) ->
            described.add(
                new JobReply.WorkerStatus(
                    name, address(worker.actor), worker.slots, waiting.applyAsInt(name))));
    return described;
  }
}
