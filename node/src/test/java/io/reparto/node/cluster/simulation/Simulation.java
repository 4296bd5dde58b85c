package io.reparto.node.cluster.simulation;

import akka.actor.Cancellable;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import io.reparto.node.cluster.engine.Engine;
import io.reparto.node.worker.WorkerSettings;
import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.LedgerCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/**
 * One job on many machines: workers join, wait for work, and then the job is submitted. Checks that
 * it succeeds with the right result and that every task is committed once.
 */
final class Simulation {
  static final JobId JOB = new JobId("simulated");
  private static final Duration JOINING = Duration.ofSeconds(1);
  private static final Duration SUBMITTED = Duration.ofSeconds(3);
  private static final int SLOWNESS = 10;
  private static final int HEAP_SAMPLES = 4;

  final Scale scale;
  final SimulatedCoordinator coordinator;
  final TaskLengths lengths;
  final WorkerSettings settings = WorkerSettings.from(ConfigFactory.load());
  private final Engine engine;
  private final HeapWatch heap;
  private final List<VirtualWorker> workers = new ArrayList<>();
  private final BitSet committed;
  private double speed;
  private long heldFrom;
  private JobEvent.Succeeded succeeded;
  private LedgerCounts counts = new LedgerCounts(0, 0, 0, 0);

  /**
   * @param heap is told when to look
   */
  Simulation(Engine engine, Scale scale, HeapWatch heap) {
    this.engine = engine;
    this.scale = scale;
    this.heap = heap;
    this.lengths = new TaskLengths(scale);
    this.committed = new BitSet(scale.tasks());
    this.coordinator = new SimulatedCoordinator(engine, scale);
    var random = new Random(scale.seed());
    for (int number = 0; number < scale.workers(); number++) {
      int slowness = isAmong(scale.slowWorkers(), number) ? SLOWNESS : 1;
      var worker = new VirtualWorker(this, number, scale.slotsOf(number), slowness);
      workers.add(worker);
      speed += (double) worker.slots() / slowness;
      after(part(JOINING, random), worker::join);
      if (isAmong(scale.dyingWorkers(), number + scale.workers() / 2)) {
        after(SUBMITTED.plus(part(scale.workPerSlot().dividedBy(2), random)), () -> lose(worker));
      }
    }
    after(SUBMITTED, this::submit);
  }

  /** Spreads a share of the workers evenly over them, so that few have at least one of a kind. */
  private boolean isAmong(double share, int number) {
    int all = (int) Math.ceil(share * scale.workers());
    return (number + 1L) * all / scale.workers() != (long) number * all / scale.workers();
  }

  private static Duration part(Duration whole, Random random) {
    return Duration.ofNanos((long) (random.nextDouble() * whole.toNanos()));
  }

  private void lose(VirtualWorker worker) {
    worker.die();
    after(scale.notice(), worker::missed);
  }

  private void submit() {
    coordinator.countAnew();
    heldFrom = engine.time.nanos();
    ActorRef<JobEvent> client = coordinator.refOfClient(this::heard);
    coordinator.sendFromClient(
        new CoordinatorCommand.SubmitJob(
            JOB, SumJob.spec(scale.tasks()), JobOptions.USUAL, client));
  }

  private void heard(JobEvent event) {
    if (event instanceof JobEvent.Progressed progressed) {
      counts = progressed.ledger();
      if (counts.committed() >= (heap.samples() + 1L) * scale.tasks() / (HEAP_SAMPLES + 1)) {
        heap.sample();
      }
    } else if (event instanceof JobEvent.Succeeded end) {
      succeeded = end;
      counts = end.summary().ledger();
    } else if (!(event instanceof JobEvent.Planned)) {
      throw new IllegalStateException("the job did not succeed: " + event);
    }
  }

  /** Runs until the job has ended or real time is up. */
  Outcome run() {
    long beginNanos = System.nanoTime();
    while (succeeded == null && !coordinator.isOutOfTime()) {
      if (!engine.time.advance()) {
        throw new IllegalStateException("nothing will happen any more: " + counts);
      }
      coordinator.serve();
    }
    long tookNanos = System.nanoTime() - beginNanos;
    long endNanos = engine.time.nanos();
    coordinator.kill();
    engine.reset();
    heap.end();
    if (succeeded != null) {
      check();
    }
    return new Outcome(
        scale,
        succeeded != null,
        counts,
        idealNanos(),
        longestNanos(),
        endNanos - heldFrom,
        coordinator,
        heap.heldBytes(),
        tookNanos);
  }

  private void check() {
    boolean isRight =
        succeeded.result().equals(SumJob.result(scale.tasks()))
            && counts.planned() == scale.tasks()
            && counts.committed() == scale.tasks()
            && committed.cardinality() == scale.tasks();
    if (!isRight) {
      throw new IllegalStateException("not every task once: " + succeeded);
    }
  }

  /** All of the work, spread over slots that never wait. */
  private double idealNanos() {
    double sum = 0;
    for (int task = 0; task < scale.tasks(); task++) {
      sum += lengths.nanos(task);
    }
    return sum / speed;
  }

  private long longestNanos() {
    long longest = 0;
    for (int task = 0; task < scale.tasks(); task++) {
      longest = Math.max(longest, lengths.nanos(task));
    }
    return longest;
  }

  /** The coordinator has answered that this run is committed, now or before. */
  void committed(TaskRun run) {
    int end = run.end(scale.tasks());
    int known = committed.get(run.first(), end).cardinality();
    if (known != 0 && known != end - run.first()) {
      throw new IllegalStateException("committed twice: run=" + run + ", known=" + known);
    }
    committed.set(run.first(), end);
  }

  long nanos() {
    return engine.time.nanos();
  }

  Cancellable after(Duration delay, Runnable action) {
    return engine.time.after(delay, action);
  }

  /** Consecutive tasks as nodes of the merge tree, as few as there can be. */
  static List<TaskRun> runs(TaskRange tasks, int taskCount) {
    var runs = new ArrayList<TaskRun>();
    int first = tasks.first();
    while (first < tasks.end()) {
      var run = TaskRun.leaf(first);
      while ((run.index() & 1) == 0 && (run.index() > 0 || run.end(taskCount) < taskCount)) {
        var parent = new TaskRun(run.level() + 1, run.index() >> 1);
        if (parent.end(taskCount) > tasks.end()) {
          break;
        }
        run = parent;
      }
      runs.add(run);
      first = run.end(taskCount);
    }
    return runs;
  }
}
