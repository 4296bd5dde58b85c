package io.reparto.coordinator.schedule;

import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.message.HeldTasks;
import io.reparto.protocol.message.LedgerCounts;
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
 *
 * <p>Every task that is not committed waits, or is outstanding in a lease, or both where it waits
 * for a second copy.
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
  private static final int TERM_SHIFT = 32;

  private final int taskCount;
  private final TaskRanges waiting = new TaskRanges();
  private final TaskRanges committed = new TaskRanges();
  private final Map<Long, OpenLease> open = new LinkedHashMap<>();
  private final Retries retries = new Retries();
  // Outstanding in a lease, and to be run on another worker as well.
  private final Retries copies = new Retries();
  private final Map<Integer, Integer> failuresByTask = new HashMap<>();
  private final List<Lease> superseded = new ArrayList<>();
  private long nextLease;
  private boolean leasesMayOverlap;
  private long failed;
  private long refused;

  /**
   * A ledger in which every task waits.
   *
   * @param term of the coordinator; makes its lease numbers differ from those of others
   */
  public Ledger(int taskCount, long term) {
    this.taskCount = taskCount;
    this.nextLease = term << TERM_SHIFT;
    waiting.add(0, taskCount);
  }

  /** Whether {@link #grant} would give a lease to some worker. */
  public boolean hasWaitingTasks() {
    return !waiting.isEmpty() || !retries.isEmpty() || !copies.isEmpty();
  }

  public boolean isComplete() {
    return committed.size() == taskCount;
  }

  /**
   * Grants the next lease: a retry first, on another worker than it failed on where there is
   * another, else the lowest waiting tasks, so that commits grow from task 0, else a second copy of
   * what runs on another worker.
   *
   * @param slots slots of the whole cluster
   * @param otherWorkers whether a worker besides {@code worker} could take what this one should not
   */
  public Optional<Lease> grant(String worker, int slots, boolean otherWorkers) {
    Optional<Retries.Retry> retry = retries.take(worker, otherWorkers);
    if (retry.isPresent()) {
      return Optional.of(open(worker, retry.get(), false));
    }
    if (waiting.isEmpty()) {
      return copies.take(worker, true).map(copy -> open(worker, copy, true));
    }
    TaskRange lowest = waiting.lowest();
    int end =
        GuidedSelfScheduling.leaseEnd(
            lowest.first(), lowest.end(), waiting.size(), Math.max(1, slots));
    waiting.remove(lowest.first(), end);
    return Optional.of(open(worker, new Retries.Retry(lowest.first(), end, 0), false));
  }

  private Lease open(String worker, Retries.Retry tasks, boolean copy) {
    int count = tasks.end() - tasks.first();
    var lease = new Lease(nextLease++, worker, tasks.first(), count, tasks.attempt(), copy);
    var opened = new OpenLease(lease, true);
    opened.outstanding().add(tasks.first(), tasks.end());
    open.put(lease.number(), opened);
    return lease;
  }

  /**
   * Takes note of tasks that a worker holds since before this ledger, or since it was taken for
   * lost: they are its, and not granted to others. Its partials of them are committed as they come.
   *
   * @return how many of them were not known to be held
   */
  public int adopt(String worker, HeldTasks held) {
    int adopted = 0;
    int end = Math.min(held.end(), taskCount);
    OpenLease holder = open.get(held.lease());
    for (TaskRange range : committed.missing(held.first(), end)) {
      if (holder == null) {
        var lease =
            new Lease(
                held.lease(), worker, held.first(), end - held.first(), held.attempt(), false);
        holder = new OpenLease(lease, held.running());
        open.put(held.lease(), holder);
      }
      adopted +=
          holder.outstanding().missing(range.first(), range.end()).stream()
              .mapToInt(TaskRange::size)
              .sum();
      holder.outstanding().add(range.first(), range.end());
      waiting.remove(range.first(), range.end());
      retries.remove(range.first(), range.end());
      copies.remove(range.first(), range.end());
      leasesMayOverlap = true; // another may have been granted them meanwhile
    }
    return adopted;
  }

  /** Every lease with tasks that are not committed, oldest first. */
  Iterable<OpenLease> openLeases() {
    return open.values();
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
    OpenLease holder = open.get(lease);
    if (first >= taskCount || committed.intersects(first, end)) {
      refused += Math.max(0, end - first);
      if (holder != null) {
        forget(holder, first, end);
      }
      return false;
    }
    committed.add(first, end);
    if (holder != null && !leasesMayOverlap && holder.outstanding().covers(first, end)) {
      settle(holder, first, end);
    } else {
      commitElsewhere(lease, first, end);
    }
    return true;
  }

  /** The tasks may wait or be outstanding anywhere. */
  private void commitElsewhere(long lease, int first, int end) {
    waiting.remove(first, end);
    retries.remove(first, end);
    copies.remove(first, end);
    for (OpenLease other : List.copyOf(open.values())) {
      settle(other, first, end);
      boolean overtaken = !open.containsKey(other.lease().number());
      if (overtaken && other.isRunning() && other.lease().number() != lease) {
        superseded.add(other.lease());
      }
    }
  }

  /**
   * The leases of which every task has been committed under others since the last call: their
   * workers may stop them.
   */
  public List<Lease> takeSuperseded() {
    if (superseded.isEmpty()) {
      return List.of();
    }
    var taken = List.copyOf(superseded);
    superseded.clear();
    return taken;
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
    return Optional.of(countFailure(holder.lease(), task));
  }

  private int countFailure(Lease lease, int task) {
    failed++;
    int failures = Math.max(lease.attempt(), failuresByTask.getOrDefault(task, 0)) + 1;
    failuresByTask.put(task, failures);
    release(lease, new TaskRange(task, task + 1), failures, 1);
    return failures;
  }

  /**
   * Lets a task and those after it in its lease wait again, none of them as failed: their worker
   * can't run this job.
   *
   * @return false if the lease no longer runs the task (a report come twice or late)
   */
  public boolean giveUp(long lease, int task) {
    OpenLease holder = open.get(lease);
    if (holder == null || !holder.outstanding().intersects(task, task + 1)) {
      return false;
    }
    forget(holder, task, taskCount);
    return true;
  }

  /**
   * Lets everything that a lost worker had not committed wait again: as a failed attempt where one
   * task alone was left of a lease that ran, else in smaller leases than the lost one.
   *
   * @return the tasks that have failed by it
   */
  public List<LostTask> loseWorker(String worker) {
    var lost = new ArrayList<LostTask>();
    for (OpenLease holder : List.copyOf(open.values())) {
      Lease lease = holder.lease();
      if (lease.worker().equals(worker)) {
        open.remove(lease.number());
        if (holder.isRunning() && holder.outstanding().size() == 1) {
          int task = holder.outstanding().lowest().first();
          lost.add(new LostTask(lease, task, countFailure(lease, task)));
        } else {
          for (TaskRange range : holder.outstanding().ranges()) {
            release(lease, range, lease.attempt(), PARTS_OF_A_LOST_RANGE);
          }
        }
      }
    }
    return lost;
  }

  /** Lets the tasks of a lease wait again that its worker does not keep. */
  public void giveBack(long lease, List<TaskRange> kept) {
    OpenLease holder = open.get(lease);
    if (holder != null) {
      var keeping = new TaskRanges();
      kept.forEach(range -> keeping.add(range.first(), range.end()));
      for (TaskRange held : holder.outstanding().ranges()) {
        for (TaskRange range : keeping.missing(held.first(), held.end())) {
          forget(holder, range.first(), range.end());
        }
      }
    }
  }

  /**
   * Lets a lease's outstanding tasks run on another worker as well, once.
   *
   * @return whether there is anything to run
   */
  public boolean copy(long lease) {
    OpenLease holder = open.get(lease);
    if (holder == null || holder.lease().copy()) {
      return false;
    }
    leasesMayOverlap = true;
    for (TaskRange range : holder.outstanding().ranges()) {
      copies.remove(range.first(), range.end()); // another lease may have them as well
      copies.addInParts(
          holder.lease().worker(), range, holder.lease().attempt(), PARTS_OF_A_LOST_RANGE);
    }
    return true;
  }

  private void forget(OpenLease holder, int first, int end) {
    for (TaskRange range : holder.outstanding().within(first, end)) {
      settle(holder, range.first(), range.end());
      if (holder.lease().attempt() == 0) {
        releaseUntried(range);
      } else {
        release(holder.lease(), range, holder.lease().attempt(), 1);
      }
    }
  }

  /** Tasks that their lease is rid of wait again, where no other lease has them. */
  private void release(Lease lease, TaskRange range, int attempt, int parts) {
    copies.remove(range.first(), range.end());
    for (TaskRange free : held(range).missing(range.first(), range.end())) {
      retries.addInParts(lease.worker(), free, attempt, parts);
    }
  }

  private void releaseUntried(TaskRange range) {
    copies.remove(range.first(), range.end());
    for (TaskRange free : held(range).missing(range.first(), range.end())) {
      waiting.add(free.first(), free.end());
    }
  }

  /** What of the range is outstanding in some lease. */
  private TaskRanges held(TaskRange range) {
    var held = new TaskRanges();
    if (leasesMayOverlap) {
      for (OpenLease other : open.values()) {
        for (TaskRange one : other.outstanding().within(range.first(), range.end())) {
          held.add(one.first(), one.end());
        }
      }
    }
    return held;
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
