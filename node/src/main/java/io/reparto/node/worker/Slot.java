package io.reparto.node.worker;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.reparto.protocol.aggregate.MergeTree;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.InputUnavailableException;
import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Slice;
import io.reparto.protocol.job.Step;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.CoordinatorCommand.ReportFailure.Kind;
import io.reparto.protocol.message.Costs;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.WorkerCommand.RunLease;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Runs one lease at a time on a compute thread. Spawned by {@link Worker} on the compute
 * dispatcher. Works in slices and sends itself "continue" in between, so that a job's end and every
 * other wish is an ordinary message that waits no longer than a slice. Phases: idle (no lease),
 * running (a lease), waiting (a lease whose kernel waits for a time).
 */
final class Slot extends AbstractBehavior<Slot.Message> {

  sealed interface Message extends Local {}

  /**
   * Run a lease; the slot is free, which the worker knows.
   *
   * @param waitedNanos how long it has waited for messages
   */
  record Run(RunLease lease, Plan plan, long waitedNanos) implements Message {}

  /** The job has ended: stop its lease and close its kernel. */
  record EndJob(JobId job) implements Message {}

  /** End this lease after the task under way, if it runs; {@link Worker.LeaseCut} answers. */
  record Cut(long lease) implements Message {}

  /** Stop this lease at once, if it runs: what it has done is of no use any more. */
  record Abandon(long lease) implements Message {}

  /** Whether subtrees may leave ahead of their lease's end, from now on. */
  record MayFlush(boolean may) implements Message {}

  // Numbered, so that a late one of an ended lease does not run the next lease twice as often.
  private record Continue(long leaseCount) implements Message {}

  /** A throw costs no more than this much of a stack in a death certificate. */
  private static final int STACK_LINES = 12;

  // A flush may take a tenth of the time at this rate, which a stream between two nodes reaches.
  private static final long ENCODED_BYTES_PER_SECOND = 200_000_000;

  private final int number;
  private final ActorRef<Worker.Message> worker;
  private final WorkerSettings settings;
  private final TaskBoard board;
  private final LongSupplier nanoTime;
  private final CostMeter costs;
  private final TimerScheduler<Message> timers;
  private final Map<JobId, Kernel> kernels = new HashMap<>();
  private long leaseCount;
  private RunLease lease;
  private Plan plan;
  private Kernel kernel;
  private MergeTree tree;
  private int task;
  private int end;
  // Tasks from here to the current one are all in the tree: none failed, none was sent.
  private int unbrokenFrom;
  private boolean begun;
  private long taskStartNanos;
  private long lastFlushNanos;
  private boolean mayFlush = true;

  /**
   * @param board where the slot says which task it is at
   */
  static Behavior<Message> create(
      int number,
      ActorRef<Worker.Message> worker,
      WorkerSettings settings,
      TaskBoard board,
      LongSupplier nanoTime) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new Slot(context, timers, number, worker, settings, board, nanoTime)));
  }

  private Slot(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      int number,
      ActorRef<Worker.Message> worker,
      WorkerSettings settings,
      TaskBoard board,
      LongSupplier nanoTime) {
    super(context);
    this.timers = timers;
    this.number = number;
    this.worker = worker;
    this.settings = settings;
    this.board = board;
    this.nanoTime = nanoTime;
    this.costs = new CostMeter(settings.cpuTime());
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Run.class, this::onRun)
        .onMessage(EndJob.class, this::onEndJob)
        .onMessage(Continue.class, this::onContinue)
        .onMessage(Cut.class, this::onCut)
        .onMessage(Abandon.class, this::onAbandon)
        .onMessage(MayFlush.class, this::onMayFlush)
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private Behavior<Message> onRun(Run run) {
    leaseCount++;
    lease = run.lease();
    plan = run.plan();
    kernel = kernels.get(lease.job());
    tree = new MergeTree(plan.taskCount());
    task = lease.first();
    end = lease.end();
    unbrokenFrom = task;
    begun = false;
    lastFlushNanos = nanoTime.getAsLong();
    costs.leaseBegins(lastFlushNanos, run.waitedNanos());
    return runSlice();
  }

  private Behavior<Message> onEndJob(EndJob message) {
    if (lease != null && lease.job().equals(message.job())) {
      stopLease();
    }
    closeKernel(message.job());
    return this;
  }

  private Behavior<Message> onAbandon(Abandon message) {
    if (lease != null && lease.lease() == message.lease()) {
      JobId job = lease.job();
      stopLease();
      closeKernel(job); // it may be in the middle of a task
    }
    return this;
  }

  private Behavior<Message> onMayFlush(MayFlush message) {
    mayFlush = message.may();
    return this;
  }

  private void stopLease() {
    RunLease ended = lease;
    lease = null;
    board.end(number);
    worker.tell(new Worker.LeaseFinished(number, ended, List.of(), Costs.NONE));
  }

  private void closeKernel(JobId job) {
    Kernel closed = kernels.remove(job);
    if (closed != null) {
      close(closed);
    }
  }

  private Behavior<Message> onCut(Cut message) {
    if (lease != null && lease.lease() == message.lease()) {
      end = Math.min(end, begun ? task + 1 : task);
      worker.tell(new Worker.LeaseCut(number, lease, end));
      getContext().getSelf().tell(new Continue(leaseCount)); // it may wait for a time
    }
    return this;
  }

  private Behavior<Message> onContinue(Continue message) {
    boolean ended = lease == null || message.leaseCount() != leaseCount;
    return ended ? this : runSlice();
  }

  private Behavior<Message> runSlice() {
    Slice slice = Slice.ofNanos(settings.slice().toNanos(), nanoTime);
    costs.sliceBegins();
    if (begun) {
      board.resume(number);
    }
    long now = nanoTime.getAsLong();
    while (task < end) {
      boolean isOver;
      try {
        if (!begun) {
          beginTask(now);
        }
        Step step = kernel.run(slice);
        if (step instanceof Step.Wait wait) {
          report();
          costs.sliceEnds();
          board.pause(number);
          timers.startSingleTimer(new Continue(leaseCount), wait.duration());
          return this;
        }
        if (step instanceof Step.Done) {
          now = finishTask();
        }
        isOver = slice.isOver();
        if (isOver) {
          report();
        }
      } catch (
          Throwable
              failure) { // a job's own code: whatever it throws fails the attempt, not the node
        onFailure(failure);
        isOver = slice.isOver();
        now = nanoTime.getAsLong();
      }
      if (isOver) {
        costs.sliceEnds();
        getContext().getSelf().tell(new Continue(leaseCount));
        return this;
      }
    }
    RunLease finished = lease;
    lease = null;
    board.end(number);
    Costs spent = costs.take(nanoTime.getAsLong());
    worker.tell(new Worker.LeaseFinished(number, finished, tree.drain(), spent));
    return this;
  }

  private void beginTask(long now) throws Exception {
    // The first of a job, or one after another that took its time: this one may as well.
    boolean mayBeSlow = kernel == null || now - taskStartNanos >= settings.slowTask().toNanos();
    taskStartNanos = now;
    board.begin(number, lease, task, now);
    if (mayBeSlow) {
      worker.tell(new Worker.TaskBegun(number));
    }
    if (kernel == null) {
      kernel = plan.openKernel(settings.inputRoots());
      kernels.put(lease.job(), kernel);
    }
    kernel.begin(plan.partition(task));
    begun = true;
  }

  /** Returns the time. */
  private long finishTask() throws Exception {
    var finished = new MeasuredPartial(kernel.finish(), kernel.work());
    long mergeBegin = nanoTime.getAsLong();
    try {
      tree.add(TaskRun.leaf(task), finished);
    } catch (Throwable failure) { // a job's own merge
      failMergedTasks(failure);
      throw failure;
    }
    begun = false;
    task++;
    long now = nanoTime.getAsLong();
    costs.merged(now - mergeBegin);
    return now;
  }

  /** A merge that throws has consumed the partials before: their tasks have failed with it. */
  private void failMergedTasks(Throwable failure) {
    int first = unbrokenFrom;
    for (MergeTree.Subtree subtree : tree.subtrees()) {
      first = Math.max(first, subtree.run().end(plan.taskCount()));
    }
    for (int lost = first; lost < task; lost++) {
      tellFailure(lost, failure);
    }
  }

  private void onFailure(Throwable failure) {
    if (failure instanceof InputUnavailableException) {
      end = task + 1; // others run what follows
      getContext().getLog().warn("job={}, task={}: {}", lease.job(), task, failure.getMessage());
    } else if (!(failure instanceof InvalidJobException)) {
      getContext().getLog().warn("task failed: job={}, task={}", lease.job(), task, failure);
    }
    tellFailure(task, failure);
    closeKernel(lease.job());
    kernel = null;
    begun = false;
    task++;
    unbrokenFrom = task;
  }

  private void tellFailure(int failedTask, Throwable failure) {
    Kind kind = Kind.ATTEMPT;
    String cause = failure.toString();
    if (failure instanceof InvalidJobException) {
      kind = Kind.CALLER;
      cause = failure.getMessage();
    } else if (failure instanceof InputUnavailableException input) {
      kind = Kind.INPUT_UNAVAILABLE;
      cause = input.describe();
    }
    worker.tell(
        new Worker.TaskFailed(
            lease,
            failedTask,
            kind,
            cause,
            stack(failure),
            Duration.ofNanos(nanoTime.getAsLong() - taskStartNanos)));
  }

  private static String stack(Throwable failure) {
    return java.util.Arrays.stream(failure.getStackTrace())
        .limit(STACK_LINES)
        .map(StackTraceElement::toString)
        .collect(Collectors.joining("\n"));
  }

  /** Sends finished subtrees ahead of the lease's end, and how far the current task is. */
  private void report() {
    long now = nanoTime.getAsLong();
    long sinceFlush = now - lastFlushNanos;
    if (sinceFlush < settings.flushInterval().toNanos()) {
      return;
    }
    long costNanos = (long) (tree.sizeBytes() * 1e9 / ENCODED_BYTES_PER_SECOND);
    if (mayFlush && sinceFlush >= 10 * costNanos) {
      lastFlushNanos = now;
      worker.tell(new Worker.SubtreesFinished(lease, tree.drain(), costs.take(now)));
      unbrokenFrom = task;
    }
    Work waiting = begun ? kernel.work() : Work.NONE;
    for (MergeTree.Subtree subtree : tree.subtrees()) {
      waiting = waiting.plus(((MeasuredPartial) subtree.partial()).work());
    }
    worker.tell(new Worker.WorkInFlight(number, lease.job(), waiting));
  }

  private void close(Kernel closing) {
    try {
      closing.close();
    } catch (Throwable e) { // a job's own code, as in runSlice
      getContext().getLog().warn("closing a kernel failed", e);
    }
  }

  private Behavior<Message> onStopped() {
    kernels.values().forEach(this::close);
    kernels.clear();
    return this;
  }
}
