package io.reparto.node.worker;

import akka.actor.typed.ActorRef;
import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.WorkerCommand.RunLease;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a worker knows of its slots: whose lease each runs and which request each waits on. Not
 * thread-safe.
 */
final class SlotTable {
  private static final class Entry {
    final ActorRef<Slot.Message> actor;
    RunLease lease;
    boolean awaitsPlan;
    long request;
    // Of that number, to the coordinator of that term, the first time.
    long requestedNumber = -1;
    long requestedTerm;
    long requestedNanos;
    Work work = Work.NONE;
    // The lease's tasks before this one have left the slot, as partials or as failures.
    int handedOver;
    // One past the last task it will run.
    int end;

    Entry(ActorRef<Slot.Message> actor) {
      this.actor = actor;
    }

    boolean runs(JobId job) {
      return lease != null && lease.job().equals(job);
    }

    boolean runs(JobId job, long number) {
      return runs(job) && lease.lease() == number;
    }
  }

  private final List<Entry> entries;

  SlotTable(int count) {
    entries = new ArrayList<>(count);
  }

  void add(ActorRef<Slot.Message> actor) {
    entries.add(new Entry(actor));
  }

  int count() {
    return entries.size();
  }

  ActorRef<Slot.Message> actor(int slot) {
    return entries.get(slot).actor;
  }

  List<ActorRef<Slot.Message>> actors() {
    return entries.stream().map(entry -> entry.actor).toList();
  }

  List<Integer> free() {
    var free = new ArrayList<Integer>();
    for (int slot = 0; slot < entries.size(); slot++) {
      if (entries.get(slot).lease == null) {
        free.add(slot);
      }
    }
    return free;
  }

  /** The number under which the slot asks for its next lease. */
  long requestNumber(int slot) {
    return entries.get(slot).request;
  }

  /** The slot asks for its next lease, perhaps again. */
  void requested(int slot, long term, long nowNanos) {
    Entry entry = entries.get(slot);
    if (entry.requestedNumber != entry.request || entry.requestedTerm != term) {
      entry.requestedNumber = entry.request;
      entry.requestedTerm = term;
      entry.requestedNanos = nowNanos;
    }
  }

  /** How long ago the slot first asked this coordinator for the lease it has got. */
  long sinceRequest(int slot, long nowNanos) {
    Entry entry = entries.get(slot);
    return entry.requestedNumber == entry.request ? nowNanos - entry.requestedNanos : 0;
  }

  /** Takes a lease that answers the slot's current request; false for any other. */
  boolean grant(RunLease lease) {
    if (lease.slot() < 0 || lease.slot() >= entries.size()) {
      return false;
    }
    Entry entry = entries.get(lease.slot());
    if (entry.lease != null || entry.request != lease.number()) {
      return false;
    }
    entry.lease = lease;
    entry.handedOver = lease.first();
    entry.end = lease.end();
    return true;
  }

  /** Goes on to the next number if the slot still waits on this one. */
  boolean skip(int slot, long number) {
    Entry entry = entries.get(slot);
    if (entry.lease != null || entry.request != number) {
      return false;
    }
    entry.request++;
    return true;
  }

  void finish(int slot) {
    Entry entry = entries.get(slot);
    entry.lease = null;
    entry.awaitsPlan = false;
    entry.work = Work.NONE;
    entry.request++;
  }

  void awaitPlan(RunLease lease) {
    entries.get(lease.slot()).awaitsPlan = true;
  }

  boolean awaitsPlan(JobId job) {
    return entries.stream().anyMatch(entry -> entry.awaitsPlan && entry.lease.job().equals(job));
  }

  Set<JobId> jobsAwaitingPlan() {
    return entries.stream()
        .filter(entry -> entry.awaitsPlan)
        .map(entry -> entry.lease.job())
        .collect(Collectors.toSet());
  }

  /** Whether a lease of the job runs or waits for its plan. */
  boolean runs(JobId job) {
    return entries.stream().anyMatch(entry -> entry.runs(job));
  }

  /** Whether that lease runs or waits for its plan. */
  boolean runs(JobId job, long lease) {
    return entries.stream().anyMatch(entry -> entry.runs(job, lease));
  }

  /** The tasks before that one have left the slot; stale where the lease has ended. */
  void handedOver(RunLease lease, int task) {
    Entry entry = entries.get(lease.slot());
    if (entry.runs(lease.job(), lease.lease())) {
      entry.handedOver = Math.max(entry.handedOver, task);
    }
  }

  /** The lease will run up to that task. */
  void cut(RunLease lease, int end) {
    Entry entry = entries.get(lease.slot());
    if (entry.runs(lease.job(), lease.lease())) {
      entry.end = Math.min(entry.end, end);
    }
  }

  /** A lease and those of its tasks that have not left its slot. */
  record Running(RunLease lease, TaskRange tasks) {}

  /** Every lease that runs or waits for its plan. */
  List<Running> running() {
    var running = new ArrayList<Running>();
    for (Entry entry : entries) {
      if (entry.lease != null) {
        int first = Math.min(entry.handedOver, entry.end);
        running.add(new Running(entry.lease, new TaskRange(first, entry.end)));
      }
    }
    return running;
  }

  /** The leases that waited for the job's plan, which wait no longer. */
  List<RunLease> takeAwaitingPlan(JobId job) {
    return takeAwaitingPlan(lease -> lease.job().equals(job));
  }

  /** The same of every job. */
  List<RunLease> takeAwaitingPlan() {
    return takeAwaitingPlan(lease -> true);
  }

  /** The same of one lease. */
  List<RunLease> takeAwaitingPlan(JobId job, long lease) {
    return takeAwaitingPlan(one -> one.lease() == lease && one.job().equals(job));
  }

  private List<RunLease> takeAwaitingPlan(Predicate<RunLease> wanted) {
    var taken = new ArrayList<RunLease>();
    for (Entry entry : entries) {
      if (entry.awaitsPlan && wanted.test(entry.lease)) {
        entry.awaitsPlan = false;
        taken.add(entry.lease);
      }
    }
    return taken;
  }

  void work(int slot, Work work) {
    entries.get(slot).work = work;
  }

  /** What the slots have done for a job and not sent yet. */
  Work work(JobId job) {
    Work sum = Work.NONE;
    for (Entry entry : entries) {
      if (entry.lease != null && entry.lease.job().equals(job)) {
        sum = sum.plus(entry.work);
      }
    }
    return sum;
  }
}
