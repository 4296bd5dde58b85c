package io.reparto.node.cluster.simulation;

import akka.actor.Cancellable;
import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.message.CoordinatorCommand.ReportFailure;
import io.reparto.protocol.message.CoordinatorCommand.ReportFailure.Kind;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.TaskUnderWay;
import io.reparto.protocol.message.WorkerCommand.RunLease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a lease by looking at the clock. It acts only when a real slot would have something to tell:
 * at its lease's end, at a failure, when partials are to leave, and after each task of some length.
 */
final class VirtualSlot {
  final int number;
  private final Simulation simulation;
  private final VirtualWorker worker;
  private long request;
  private RunLease lease;
  // The task under way as of the last look; those before it are done.
  private int task;
  private long taskStartNanos;
  private int end;
  private int handedOver;
  private int doneFrom;
  // Done before the last failure and not handed over.
  private final List<TaskRange> doneBefore = new ArrayList<>();
  private long flushNanos;
  private boolean hasKernel;
  // The task under way may be a long one, which is told of at once.
  private boolean announced;
  private long wakeNanos;
  private Cancellable wake;

  VirtualSlot(Simulation simulation, VirtualWorker worker, int number) {
    this.simulation = simulation;
    this.worker = worker;
    this.number = number;
  }

  long request() {
    return request;
  }

  boolean isFree() {
    return lease == null;
  }

  boolean runs(long number) {
    return lease != null && lease.lease() == number;
  }

  /** The tasks of its lease that have not left it. */
  TaskRange tasks() {
    return new TaskRange(Math.min(handedOver, end), end);
  }

  /** Takes a lease if it answers the current request. */
  boolean grant(RunLease granted) {
    if (lease != null || granted.number() != request) {
      return false;
    }
    lease = granted;
    end = granted.end();
    handedOver = granted.first();
    return true;
  }

  boolean skip(long number) {
    if (lease == null && number == request) {
      request++;
      return true;
    }
    return false;
  }

  /** The plan of its lease is there. */
  void start() {
    task = lease.first();
    doneFrom = task;
    flushNanos = simulation.nanos();
    begin(flushNanos);
    sleep();
  }

  private void begin(long nanos) {
    announced = !hasKernel || nanos - taskStartNanos >= worker.settings().slowTask().toNanos();
    hasKernel = true;
    taskStartNanos = nanos;
    if (announced) {
      worker.tellUnderWay();
    }
  }

  /** Until there is something to tell. */
  private void sleep() {
    long at = flushNanos + worker.settings().flushInterval().toNanos();
    long finish = taskStartNanos;
    for (int next = task; next < end && finish < at; next++) {
      long takes = worker.nanos(next);
      finish += takes;
      boolean isTold = takes >= worker.settings().slowTask().toNanos() || fails(next);
      if (finish < at && (isTold || next + 1 == end)) {
        at = finish;
      }
    }
    wakeNanos = at;
    wake = simulation.after(Duration.ofNanos(at - simulation.nanos()), this::wakeUp);
  }

  private boolean fails(int next) {
    return lease.attempt() == 0 && simulation.lengths.failsAtFirst(next);
  }

  private void wakeUp() {
    if (lease == null || !worker.isAlive()) {
      return;
    }
    long now = simulation.nanos();
    pass(now);
    long finish = taskStartNanos + worker.nanos(task);
    if (finish <= now) {
      finishTask();
      if (task == end) {
        finishLease();
        return;
      }
      begin(finish);
    }
    if (now - flushNanos >= worker.settings().flushInterval().toNanos()) {
      flushNanos = now;
      handOver();
      worker.tellWork();
    }
    sleep();
  }

  /** Tasks have ended of which there was nothing to tell. */
  private void pass(long now) {
    long finish = taskStartNanos + worker.nanos(task);
    while (finish <= now && finish < wakeNanos && task + 1 < end) {
      announced = false;
      task++;
      taskStartNanos = finish;
      finish += worker.nanos(task);
    }
  }

  private void finishTask() {
    if (fails(task)) {
      fail();
    }
    task++;
  }

  private void fail() {
    if (doneFrom < task) {
      doneBefore.add(new TaskRange(doneFrom, task));
    }
    doneFrom = task + 1;
    hasKernel = false;
    worker.tellFailure(
        new ReportFailure(
            lease.job(),
            worker.name(),
            lease.lease(),
            task,
            lease.attempt(),
            Kind.ATTEMPT,
            "told to",
            "at the simulation",
            Duration.ofNanos(worker.nanos(task)),
            worker.ref()));
  }

  private void finishLease() {
    RunLease finished = lease;
    List<TaskRange> done = takeDone();
    free();
    worker.requestLease(this); // first, as the real one
    worker.offer(finished, done);
  }

  private void handOver() {
    handedOver = task;
    worker.offer(lease, takeDone());
  }

  private List<TaskRange> takeDone() {
    var done = new ArrayList<>(doneBefore);
    if (doneFrom < task) {
      done.add(new TaskRange(doneFrom, task));
    }
    doneBefore.clear();
    doneFrom = task;
    return done;
  }

  private void free() {
    if (wake != null) {
      wake.cancel();
    }
    doneBefore.clear();
    lease = null;
    request++;
  }

  /** Runs no more than the task under way; the others go back. */
  void cut(boolean hasPlan) {
    if (hasPlan) {
      pass(simulation.nanos());
      end = Math.min(end, task + 1);
      wake.cancel();
      sleep();
    } else {
      free();
      worker.requestLease(this);
    }
  }

  /** What it has done is of no use. */
  void abandon() {
    free();
    hasKernel = false;
    worker.requestLease(this);
  }

  void endJob(JobId job) {
    hasKernel = false;
    if (lease != null && lease.job().equals(job)) {
      abandon();
    }
  }

  /** The task under way, if it is one to tell of. */
  Optional<TaskUnderWay> underWay() {
    if (lease == null || !hasKernel) {
      return Optional.empty();
    }
    long now = simulation.nanos();
    pass(now);
    long lasted = now - taskStartNanos;
    return announced || lasted >= worker.settings().slowTask().toNanos()
        ? Optional.of(new TaskUnderWay(lease.job(), lease.lease(), task, Duration.ofNanos(lasted)))
        : Optional.empty();
  }
}
