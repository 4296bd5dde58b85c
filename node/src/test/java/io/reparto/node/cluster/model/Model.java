package io.reparto.node.cluster.model;

import io.reparto.node.cluster.engine.Engine;
import io.reparto.node.cluster.model.ModelKernel.Execution;
import io.reparto.node.cluster.model.Scenario.JobPlan;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.message.LedgerCounts;
import io.reparto.protocol.message.WorkerCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * One schedule: real coordinators, workers and slots, one after the other on one thread, with
 * virtual time, a network, streams, a registry and clients that are the adversary's. Ends when all
 * is as it must be, or with a {@link Violation}.
 */
final class Model {
  private static final ThreadLocal<Model> OF_THREAD = new ThreadLocal<>();
  private static final int MOST_STEPS_AT_ONCE = 100_000;
  // A lease that nobody holds is asked about after ten times what overdue tasks take.
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration CLEANING = Duration.ofMinutes(3);

  /** Something is not as it must be. */
  static final class Violation extends RuntimeException {
    Violation(String what) {
      super(what);
    }
  }

  final Engine engine;
  final Scenario scenario;
  final String prefix;
  final Network network;
  final ModelRegistry registry;
  private final Trace trace;
  private final Random random;
  private final List<WorkerHost> workers = new ArrayList<>();
  private final List<CoordinatorHost> coordinators = new ArrayList<>();
  private final List<ModelClient> clients = new ArrayList<>();
  private final Set<WorkerHost> cut = new HashSet<>();
  private final Map<String, Integer> executions = new HashMap<>();
  // Of which a coordinator knew more than it could write down, its end or that it was there.
  private final Set<Integer> forgotten = new HashSet<>();
  private boolean isCalm;
  private boolean isEnding;
  private long steps;
  private Violation violation;

  /**
   * @param run of the engine: names its actors
   */
  Model(Engine engine, Scenario scenario, int run, Trace trace) {
    this.engine = engine;
    this.scenario = scenario;
    this.prefix = "r" + run + "-";
    this.trace = trace;
    this.random = new Random(scenario.seed() ^ 0x5DEECE66DL);
    this.network = new Network(this, new Random(random.nextLong()));
    this.registry = new ModelRegistry(this, new Random(random.nextLong()));
  }

  static Model ofThread() {
    return OF_THREAD.get();
  }

  /** Runs the schedule; returns how many steps it took. */
  long run() {
    OF_THREAD.set(this);
    try {
      coordinators.add(new CoordinatorHost(this, 0));
      for (int worker = 0; worker < scenario.workers(); worker++) {
        join();
      }
      for (int job = 0; job < scenario.jobs().size(); job++) {
        clients.add(new ModelClient(this, job, scenario.jobs().get(job)));
      }
      new Adversary(this, new Random(random.nextLong()));
      until("calm", scenario.calmAt().plusSeconds(60), () -> isCalm);
      until("jobs end", PATIENCE, () -> clients.stream().allMatch(ModelClient::isDone));
      until("workers forget jobs", CLEANING, this::nothingIsOpen);
      isEnding = true;
      for (WorkerHost worker : aliveWorkers()) {
        worker.draining = true;
        worker.tell(new WorkerCommand.Drain());
      }
      until("workers are drained", CLEANING, () -> aliveWorkers().isEmpty());
      return steps;
    } finally {
      violation = null;
      workers.stream().filter(worker -> worker.alive).forEach(WorkerHost::kill);
      coordinators.stream().filter(one -> one.alive).forEach(CoordinatorHost::kill);
      engine.reset();
      OF_THREAD.remove();
    }
  }

  private interface Condition {
    boolean holds();
  }

  private void until(String what, Duration patience, Condition condition) {
    trace(what, () -> "");
    long deadline = engine.time.nanos() + patience.toNanos();
    int stepsAtOnce = 0;
    while (!condition.holds()) {
      boolean late = scenario.lateness() > 0 && random.nextDouble() < scenario.lateness();
      int step = late ? -1 : step();
      if (step >= 0) {
        trace.mix(step);
        steps++;
        stepsAtOnce++;
        check(stepsAtOnce < MOST_STEPS_AT_ONCE, "endless steps without time passing");
      } else {
        stepsAtOnce = 0;
        check(engine.time.advance() || engine.steps.ready() > 0, "nothing will happen any more");
        check(engine.time.nanos() < deadline, "waited in vain until " + what);
      }
    }
  }

  private int step() {
    return scenario.priorities() ? engine.steps.prioritizedStep(random) : engine.steps.step(random);
  }

  private boolean nothingIsOpen() {
    return workers.stream().allMatch(worker -> !worker.alive || worker.openKernels() == 0);
  }

  /** Also to be called within actors, where what is thrown goes no further. */
  void check(boolean holds, String otherwise) {
    if (!holds && violation == null) {
      violation = new Violation(otherwise);
    }
    if (violation != null) {
      throw violation;
    }
  }

  void trace(String what, Supplier<String> details) {
    trace.add(engine.time.nanos(), what, details);
  }

  // What workers do.

  Kernel openKernel(int job) {
    String hostName = engine.steps.currentHost();
    WorkerHost host =
        workers.stream().filter(one -> one.hostName().equals(hostName)).findFirst().orElseThrow();
    var kernel = new ModelKernel(this, job, host);
    host.opened(kernel);
    return kernel;
  }

  /** Whether the worker can't read the job's input; the first can, and others. */
  boolean isBlind(int job, WorkerHost host) {
    return scenario.jobs().get(job).blind() && host.number % 2 == 1;
  }

  /** A job may fail where the workers that can read its input are lost. */
  void checkFailure(JobId job, String reason) {
    boolean excused =
        scenario.jobs().get(number(job)).blind()
            && reason.startsWith("no worker can read the input");
    check(excused, "a job failed: job=" + job + ", reason=" + reason);
  }

  /** A worker begins a task. */
  Execution begin(int job, int task, WorkerHost host) {
    String name = job + "/" + task;
    int before = executions.merge(name, 1, Integer::sum) - 1;
    // Where only coordinators are lost, what workers have done stays done.
    check(
        before == 0 || !scenario.onlyTakeovers() || forgotten.contains(job),
        "computed again: task=" + name);
    trace("begin", () -> host + " task=" + name + " execution=" + before);
    JobPlan plan = scenario.jobs().get(job);
    var own = new SplittableRandom(scenario.seed() * 31 + job * 1_000_003L + task);
    boolean slow = own.nextDouble() < plan.slow();
    int failures = own.nextDouble() < plan.failing() ? 1 + own.nextInt(2) : 0;
    boolean waits = own.nextBoolean();
    Duration lasts =
        slow && before == 0
            ? JobPlan.SLOW
            : Duration.ofMillis(plan.taskMillis() == 0 ? 0 : own.nextInt(plan.taskMillis()));
    return new Execution(lasts, slow || waits, before < failures);
  }

  // Hosts.

  List<WorkerHost> aliveWorkers() {
    return workers.stream().filter(worker -> worker.alive).toList();
  }

  void join() {
    start("w" + workers.size());
  }

  void start(String name) {
    if (isEnding) {
      return;
    }
    var worker = new WorkerHost(this, name, workers.size());
    worker.coordinator = newestCoordinator();
    workers.add(worker);
    trace("starts", worker::toString);
  }

  /** Everyone notices that a worker is gone, or takes it for gone. */
  void miss(WorkerHost worker) {
    worker.missed = true;
    coordinators.forEach(coordinator -> coordinator.misses(worker));
  }

  /** It was drained. */
  void workerGone(WorkerHost worker) {
    trace("stopped", worker::toString);
    engine.time.after(network.notice(), () -> miss(worker));
  }

  /** The addresses of nodes that are thought to be there. */
  Set<String> addresses() {
    var addresses = new LinkedHashSet<String>();
    workers.stream()
        .filter(worker -> !worker.missed)
        .forEach(worker -> addresses.add(worker.name + ":1"));
    return addresses;
  }

  void cut(WorkerHost worker, boolean isCut) {
    if (isCut) {
      cut.add(worker);
    } else {
      cut.remove(worker);
    }
  }

  boolean isCut(WorkerHost worker) {
    return cut.contains(worker);
  }

  CoordinatorHost newestCoordinator() {
    return coordinators.get(coordinators.size() - 1);
  }

  /** Whose actor processes a message now. */
  CoordinatorHost speaking() {
    String host = engine.steps.currentHost();
    return coordinators.stream()
        .filter(one -> one.hostName().equals(host))
        .findFirst()
        .orElse(null);
  }

  /** The newest, or one that was replaced and does not know. */
  CoordinatorHost coordinatorForClients(Random chance) {
    List<CoordinatorHost> alive = coordinators.stream().filter(one -> one.alive).toList();
    if (alive.isEmpty()) {
      return null;
    }
    return alive.get(chance.nextInt(4) == 0 ? 0 : alive.size() - 1);
  }

  void kill(CoordinatorHost coordinator) {
    if (coordinator.alive) {
      trace("killed", coordinator::toString);
      engine.steps.resume(coordinator.hostName());
      coordinator.kill();
      for (WorkerHost worker : workers) {
        if (worker.stream() != null) {
          worker.streams().forEach(stream -> stream.coordinatorLost(coordinator));
        }
      }
    }
  }

  /** Another coordinator takes the place of this one, if it was the newest. */
  void takeOver(CoordinatorHost missed) {
    if (missed == newestCoordinator()) {
      var next = new CoordinatorHost(this, coordinators.size());
      coordinators.add(next);
      trace("starts", next::toString);
      for (WorkerHost worker : aliveWorkers()) {
        engine.time.after(network.notice(), () -> worker.coordinator = newestCoordinator());
      }
    }
  }

  boolean isCalm() {
    return isCalm;
  }

  void calmDown() {
    isCalm = true;
  }

  // What must hold of jobs.

  int tasks(JobId job) {
    return scenario.jobs().get(number(job)).tasks();
  }

  private static int number(JobId job) {
    return Integer.parseInt(job.value().substring("job-".length()));
  }

  /** What a coordinator knew of a job was lost with it. */
  void forgotten(JobId job) {
    forgotten.add(number(job));
  }

  /** A coordinator takes a job for ended. */
  void jobEnded(JobStatus status) {
    trace("job ended", () -> status.job() + " " + status.state() + " " + status.summary().ledger());
    if (status.state() == JobStatus.State.FAILED) {
      checkFailure(status.job(), status.reason());
    }
    if (status.state() == JobStatus.State.SUCCEEDED) {
      int tasks = tasks(status.job());
      LedgerCounts ledger = status.summary().ledger();
      check(
          ledger.planned() == tasks && ledger.committed() == tasks && ledger.attempts() >= tasks,
          "the ledger is not balanced: " + ledger);
      check(
          status.digest().equals(ModelJob.result(ModelJob.sequentialText(tasks)).digest()),
          "another digest than in sequence: " + status);
    }
  }

  void checkResult(int job, JobResult result) {
    String expected = ModelJob.sequentialText(scenario.jobs().get(job).tasks());
    check(result.equals(ModelJob.result(expected)), "another result than in sequence: " + result);
  }
}
