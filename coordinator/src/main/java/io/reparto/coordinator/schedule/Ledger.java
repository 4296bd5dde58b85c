package io.reparto.coordinator.schedule;

import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.message.LedgerCounts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which tasks of a job wait, run and are committed. The truth of the job: whatever is lost, doubled
 * or late, a task commits once. Pure and not thread-safe; memory grows with leases in flight and
 * gaps, not with tasks.
 */
public final class Ledger {
  /** A task that failed and waits for another try. */
  private record Retry(int task, int attempt, String lastWorker) {}

  private record OpenLease(Lease lease, TaskRanges outstanding) {}

  private final int taskCount;
  private final TaskRanges waiting = new TaskRanges();
  private final TaskRanges committed = new TaskRanges();
  private final Map<Long, OpenLease> open = new LinkedHashMap<>();
  private final Map<Integer, Integer> failedAttempts = new HashMap<>();
  private final ArrayDeque<Retry> retries = new ArrayDeque<>();
  private long nextLease;
  private long attempts;
  private long refused;

  public Ledger(int taskCount) {
    this.taskCount = taskCount;
    waiting.add(0, taskCount);
  }

  /** Whether {@link #grant} would give a lease to some worker. */
  public boolean hasWaitingTasks() {
    return !waiting.isEmpty() || !retries.isEmpty();
  }

  public boolean isComplete() {
    return committed.size() == taskCount;
  }

  /**
   * Grants the next lease: a retry first, on another worker than it failed on where there is
   * another, else the lowest waiting tasks, so that commits grow from task 0.
   *
   * @param slots slots of the whole cluster
   * @param otherWorkers whether a worker besides {@code worker} could take what this one should not
   */
  public Optional<Lease> grant(String worker, int slots, boolean otherWorkers) {
    Optional<Retry> retry =
        retries.stream()
            .filter(candidate -> !otherWorkers || !candidate.lastWorker().equals(worker))
            .findFirst();
    if (retry.isPresent()) {
      retries.remove(retry.get());
      return Optional.of(
          open(worker, retry.get().task(), retry.get().task() + 1, retry.get().attempt()));
    }
    if (waiting.isEmpty()) {
      return Optional.empty();
    }
    TaskRanges.Range lowest = waiting.lowest();
    int end =
        GuidedSelfScheduling.leaseEnd(
            lowest.first(), lowest.end(), waiting.size(), Math.max(1, slots));
    waiting.remove(lowest.first(), end);
    return Optional.of(open(worker, lowest.first(), end, 0));
  }

  private Lease open(String worker, int first, int end, int attempt) {
    var lease = new Lease(nextLease++, worker, first, end - first, attempt);
    var outstanding = new TaskRanges();
    outstanding.add(first, end);
    open.put(lease.number(), new OpenLease(lease, outstanding));
    attempts += lease.count();
    return lease;
  }

  /** A lease that still has tasks to commit. */
  public Optional<Lease> openLease(long number) {
    return Optional.ofNullable(open.get(number)).map(OpenLease::lease);
  }

  /**
   * Commits a partial whole, or refuses it whole. The worker forgets a refused partial, so those of
   * its tasks that nobody else has committed wait again.
   *
   * @param lease under which its tasks ran
   * @return false if any of its tasks is committed already or does not exist
   */
  public boolean commit(long lease, TaskRun run) {
    int first = run.first();
    int end = run.end(taskCount);
    if (first >= taskCount || committed.intersects(first, end)) {
      refused += Math.max(0, end - first);
      forget(lease, first, end);
      return false;
    }
    committed.add(first, end);
    waiting.remove(first, end);
    retries.removeIf(retry -> retry.task() >= first && retry.task() < end);
    open.values().forEach(other -> other.outstanding().remove(first, end));
    open.values().removeIf(other -> other.outstanding().isEmpty());
    return true;
  }

  /**
   * Records that a task failed under a lease and lets it wait for another try.
   *
   * @return how often it has failed now; empty if the lease no longer runs it (a report come twice
   *     or late)
   */
  public Optional<Integer> fail(long lease, int task) {
    OpenLease holder = open.get(lease);
    if (holder == null || !holder.outstanding().intersects(task, task + 1)) {
      return Optional.empty();
    }
    settle(holder, task, task + 1);
    int failures = failedAttempts.merge(task, 1, Integer::sum);
    retries.add(new Retry(task, failures, holder.lease().worker()));
    return Optional.of(failures);
  }

  /** Lets everything that a lost worker had not committed wait again. */
  public List<Lease> loseWorker(String worker) {
    var lost = new ArrayList<Lease>();
    for (OpenLease lease : List.copyOf(open.values())) {
      if (lease.lease().worker().equals(worker)) {
        lost.add(lease.lease());
        if (lease.lease().attempt() > 0) {
          retries.add(new Retry(lease.lease().first(), lease.lease().attempt(), worker));
        } else {
          for (TaskRanges.Range range : lease.outstanding().ranges()) {
            waiting.add(range.first(), range.end());
          }
        }
        open.remove(lease.lease().number());
      }
    }
    return lost;
  }

  private void forget(long lease, int first, int end) {
    OpenLease holder = open.get(lease);
    if (holder != null) {
      for (TaskRanges.Range range : holder.outstanding().ranges()) {
        int from = Math.max(first, range.first());
        int to = Math.min(end, range.end());
        if (from < to) {
          waiting.add(from, to);
          settle(holder, from, to);
        }
      }
    }
  }

  private void settle(OpenLease lease, int first, int end) {
    lease.outstanding().remove(first, end);
    if (lease.outstanding().isEmpty()) {
      open.remove(lease.lease().number());
    }
  }

  public LedgerCounts counts() {
    return new LedgerCounts(taskCount, committed.size(), attempts, refused);
  }
}
