package io.reparto.coordinator.schedule;

import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.message.LedgerCounts;
import java.util.ArrayList;
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
  /**
   * A task that was alone in the lease of a lost worker, which counts as a failed attempt.
   *
   * @param lease the lost one
   * @param failures how often the task has failed now
   */
  public record LostTask(Lease lease, int task, int failures) {}

  // A worker may have been lost by one of its tasks. Which one shows when it is alone in its lease,
  // and dividing by eight finds it among a million within seven losses.
  private static final int PARTS_OF_A_LOST_RANGE = 8;

  private record OpenLease(Lease lease, TaskRanges outstanding) {}

  private final int taskCount;
  private final TaskRanges waiting = new TaskRanges();
  private final TaskRanges committed = new TaskRanges();
  private final Map<Long, OpenLease> open = new LinkedHashMap<>();
  private final Retries retries = new Retries();
  private long nextLease;
  private long failed;
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
    Optional<Retries.Retry> retry = retries.take(worker, otherWorkers);
    if (retry.isPresent()) {
      Retries.Retry again = retry.get();
      return Optional.of(open(worker, again.first(), again.end(), again.attempt()));
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
    retries.remove(first, end);
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
    failed++;
    int failures = holder.lease().attempt() + 1;
    retries.add(holder.lease().worker(), new Retries.Retry(task, task + 1, failures));
    return Optional.of(failures);
  }

  /**
   * Lets everything that a lost worker had not committed wait again: as a failed attempt where one
   * task alone was left of a lease, else in smaller leases than the lost one.
   *
   * @return the tasks that have failed by it
   */
  public List<LostTask> loseWorker(String worker) {
    var lost = new ArrayList<LostTask>();
    for (OpenLease holder : List.copyOf(open.values())) {
      Lease lease = holder.lease();
      if (lease.worker().equals(worker)) {
        open.remove(lease.number());
        if (holder.outstanding().size() == 1) {
          int task = holder.outstanding().lowest().first();
          int failures = lease.attempt() + 1;
          retries.add(worker, new Retries.Retry(task, task + 1, failures));
          lost.add(new LostTask(lease, task, failures));
        } else {
          retryInParts(holder);
        }
      }
    }
    failed += lost.size();
    return lost;
  }

  /** Lets the tasks of a lease from {@code first} on wait again: its worker won't run them. */
  public void giveBack(long lease, int first) {
    forget(lease, first, taskCount);
  }

  private void retryInParts(OpenLease holder) {
    int partSize =
        (holder.outstanding().size() + PARTS_OF_A_LOST_RANGE - 1) / PARTS_OF_A_LOST_RANGE;
    for (TaskRanges.Range range : holder.outstanding().ranges()) {
      int first = range.first();
      while (first < range.end()) {
        int end = Math.min(range.end() - first, partSize) + first;
        retries.add(
            holder.lease().worker(), new Retries.Retry(first, end, holder.lease().attempt()));
        first = end;
      }
    }
  }

  private void forget(long lease, int first, int end) {
    OpenLease holder = open.get(lease);
    if (holder != null) {
      for (TaskRanges.Range range : holder.outstanding().ranges()) {
        int from = Math.max(first, range.first());
        int to = Math.min(end, range.end());
        if (from < to) {
          if (holder.lease().attempt() == 0) {
            waiting.add(from, to);
          } else {
            retries.add(
                holder.lease().worker(), new Retries.Retry(from, to, holder.lease().attempt()));
          }
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
    return new LedgerCounts(
        taskCount, committed.size(), committed.size() + refused + failed, refused);
  }
}
