package io.reparto.coordinator.schedule;

import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.message.HeldTasks;
import io.reparto.protocol.message.JobDiagnosis;
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
 * for a second copy. Long, because each way in which a task changes hands has to keep that true.
 */
public final class Ledger {
  /**
   * What a lost lease was at: a task that ran there, which counts as a failed attempt; or, where
   * nobody can tell which one ran, the first of several that may have, which counts for nothing.
   *
   * @param lease the lost one
   * @param failures how often the task has failed now; 0 if another one may have run
   * @param losses how many workers were lost while it ran or may have run there
   */
  public record LostTask(Lease lease, int task, int failures, int losses) {
    /** Whether it is the task that ran. */
    public boolean isCertain() {
      return failures > 0;
    }
  }

  // A worker may have been lost by one of its tasks. Which one shows when it is alone in its lease:
  // where it is not known, each loss leaves a 64th of the tasks, and as many are suspects at most.
  private static final int PARTS_OF_A_LOST_RANGE = 64;
  private static final int PARTS_OF_A_COPY = 8;
  private static final int TERM_SHIFT = 32;

  private final int taskCount;
  private final TaskRanges waiting = new TaskRanges();
  private final TaskRanges committed = new TaskRanges();
  private final Map<Long, OpenLease> open = new LinkedHashMap<>();
  private final LeasesByTask openByTask = new LeasesByTask();
  private final Retries retries = new Retries();
  // Outstanding in a lease, and to be run on another worker as well.
  private final Retries copies = new Retries();
  private final Suspects suspects = new Suspects();
  private final Map<Integer, Integer> failuresByTask = new HashMap<>();
  private final List<Lease> superseded = new ArrayList<>();
  private int leastLease = 1;
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
    return hasTasksForAnyWorker() || hasWaitingSuspects();
  }

  public boolean hasWaitingSuspects() {
    return suspects.isAnyWaiting();
  }

  /** The same, besides {@linkplain #hasSuspects suspects}. */
  public boolean hasTasksForAnyWorker() {
    return !waiting.isEmpty() || !retries.isEmpty() || !copies.isEmpty();
  }

  /**
   * Whether there are tasks, waiting or outstanding, that ran or may have run where a worker was
   * lost: whoever runs them may be the next.
   */
  public boolean hasSuspects() {
    return !suspects.isEmpty();
  }

  /** How many workers were lost while a task ran or may have run there, if it is not committed. */
  public int losses(int task) {
    return suspects.losses(task);
  }

  /** A task not committed that ran at the loss of at least so many workers. */
  public Optional<Integer> culprit(int losses) {
    return suspects.culprit(losses);
  }

  public boolean isComplete() {
    return committed.size() == taskCount;
  }

  /**
   * Grants the next lease: a suspect first, alone; else a retry, on another worker than it failed
   * on where there is another, else the lowest waiting tasks, so that commits grow from task 0,
   * else a second copy of what runs on another worker.
   *
   * @param slots slots of the whole cluster
   * @param otherWorkers whether a worker besides {@code worker} could take what this one should not
   * @param mayBeSuspect whether the worker may run what may end it
   */
  public Optional<Lease> grant(
      String worker, int slots, boolean otherWorkers, boolean mayBeSuspect) {
    Optional<Integer> suspect = mayBeSuspect ? suspects.take() : Optional.empty();
    if (suspect.isPresent()) {
      int task = suspect.get();
      int attempt = failuresByTask.getOrDefault(task, 0);
      return Optional.of(open(worker, new Retries.Retry(task, task + 1, attempt), false));
    }
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
            lowest.first(), lowest.end(), waiting.size(), Math.max(1, slots), leastLease);
    waiting.remove(lowest.first(), end);
    return Optional.of(open(worker, new Retries.Retry(lowest.first(), end, 0), false));
  }

  /** From now on leases of tasks that wait hold at least so many, where there are; at least 1. */
  public void setLeastLease(int tasks) {
    leastLease = tasks;
  }

  private Lease open(String worker, Retries.Retry tasks, boolean copy) {
    int count = tasks.end() - tasks.first();
    var lease = new Lease(nextLease++, worker, tasks.first(), count, tasks.attempt(), copy);
    var opened = new OpenLease(lease, true);
    opened.outstanding().add(tasks.first(), tasks.end());
    open.put(lease.number(), opened);
    openByTask.add(opened, new TaskRange(tasks.first(), tasks.end()));
    return lease;
  }

  /** Takes note of what an earlier coordinator held against a task; before anything is granted. */
  public void suspect(int task, long lease, int failures, int losses) {
    if (task < taskCount) {
      failuresByTask.merge(task, failures, Math::max);
      suspects.restore(task, lease, losses);
      waiting.remove(task, task + 1);
    }
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
      openByTask.add(holder, range);
      waiting.remove(range.first(), range.end());
      retries.remove(range.first(), range.end());
      copies.remove(range.first(), range.end());
      suspects.stopWaiting(range.first(), range.end());
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
    suspects.clear(first, end);
    if (holder != null && !leasesMayOverlap && holder.outstanding().covers(first, end)) {
      settle(holder, first, end);
    } else {
      commitElsewhere(lease, first, end);
    }
    return true;
  }

  /** Whether every task of a run is committed. */
  public boolean isCommitted(TaskRun run) {
    return run.first() < taskCount && committed.covers(run.first(), run.end(taskCount));
  }

  /** The tasks may wait or be outstanding anywhere. */
  private void commitElsewhere(long lease, int first, int end) {
    waiting.remove(first, end);
    retries.remove(first, end);
    copies.remove(first, end);
    for (OpenLease other : openByTask.near(first, end)) {
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
    int failures = countFailure(holder.lease(), task);
    release(holder.lease(), new TaskRange(task, task + 1), failures, 1);
    return Optional.of(failures);
  }

  /**
   * The same, of a task that has ended its worker: it is a suspect from now on, also where the
   * lease is of an earlier ledger.
   *
   * @param attempt of the lease
   */
  public Optional<Integer> failWithWorker(long lease, int attempt, int task) {
    if (task >= taskCount
        || committed.intersects(task, task + 1)
        || !suspects.isNews(lease, task)) {
      return Optional.empty();
    }
    suspects.count(lease, task, true, nextLease);
    OpenLease holder = open.get(lease);
    if (holder != null && holder.outstanding().intersects(task, task + 1)) {
      return fail(lease, task);
    }
    waiting.remove(task, task + 1);
    retries.remove(task, task + 1);
    var unknown = new Lease(lease, "", task, 1, attempt, false);
    int failures = countFailure(unknown, task);
    release(unknown, new TaskRange(task, task + 1), failures, 1);
    return Optional.of(failures);
  }

  private int countFailure(Lease lease, int task) {
    failed++;
    int failures = Math.max(lease.attempt(), failuresByTask.getOrDefault(task, 0)) + 1;
    failuresByTask.put(task, failures);
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
   * Lets everything that a lost worker had not committed wait again: what it ran, as a failed
   * attempt and a suspect, the rest in smaller leases than the lost ones.
   *
   * @param underWay the task that each lease was at, by the lease's number; may be some time old,
   *     and a lease at tasks too short to tell of has none
   * @param isAccident whether the worker is lost for another reason than its tasks
   * @return a task for each lease that ran
   */
  public List<LostTask> loseWorker(String worker, Map<Long, Integer> underWay, boolean isAccident) {
    var lost = new ArrayList<LostTask>();
    for (OpenLease holder : List.copyOf(open.values())) {
      Lease lease = holder.lease();
      if (lease.worker().equals(worker)) {
        open.remove(lease.number());
        openByTask.remove(holder);
        if (holder.isRunning() && !isAccident) {
          lost.add(suspect(holder, underWay.get(lease.number())));
        }
        for (TaskRange range : holder.outstanding().ranges()) {
          release(lease, range, lease.attempt(), PARTS_OF_A_LOST_RANGE);
        }
      }
    }
    return lost;
  }

  /** Finds out which tasks of a lost lease may be why, and which one ran for certain. */
  private LostTask suspect(OpenLease holder, Integer reported) {
    Lease lease = holder.lease();
    TaskRanges left = holder.outstanding();
    List<TaskRange> candidates = left.ranges();
    LostTask ran = null;
    if (left.size() == 1 || (reported != null && left.covers(reported, reported + 1))) {
      int task = left.size() == 1 ? left.lowest().first() : reported;
      int failures = countFailure(lease, task);
      int losses = suspects.count(lease.number(), task, true, nextLease);
      ran = new LostTask(lease, task, failures, losses);
      left.remove(task, task + 1);
      release(lease, new TaskRange(task, task + 1), failures, 1);
      // It may have ended just before, and the report of the next been lost with the worker.
      candidates = left.within(task + 1, task + 2);
    } else if (reported != null) { // committed, so it is the one after it
      candidates = left.within(reported + 1, taskCount).stream().limit(1).toList();
      candidates = candidates.stream().map(Ledger::firstOf).toList();
    } else if (left.size() > PARTS_OF_A_LOST_RANGE) {
      candidates = List.of(); // too many to run each alone
    }
    for (TaskRange range : candidates) {
      for (int task = range.first(); task < range.end(); task++) {
        failuresByTask.merge(task, lease.attempt(), Math::max);
        suspects.count(lease.number(), task, false, nextLease);
      }
    }
    if (ran != null) {
      return ran;
    }
    int first = candidates.isEmpty() ? left.lowest().first() : candidates.get(0).first();
    return new LostTask(lease, first, 0, suspects.losses(first));
  }

  private static TaskRange firstOf(TaskRange range) {
    return new TaskRange(range.first(), range.first() + 1);
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
   * Lets a lease's outstanding tasks run on another worker as well, once; never a suspect.
   *
   * @return whether there is anything to run
   */
  public boolean copy(long lease) {
    OpenLease holder = open.get(lease);
    if (holder == null
        || holder.lease().copy()
        || holder.outstanding().ranges().stream().anyMatch(suspects::contains)) {
      return false;
    }
    leasesMayOverlap = true;
    for (TaskRange range : holder.outstanding().ranges()) {
      copies.remove(range.first(), range.end()); // another lease may have them as well
      copies.addInParts(holder.lease().worker(), range, holder.lease().attempt(), PARTS_OF_A_COPY);
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
    for (TaskRange free : free(range)) {
      retries.addInParts(lease.worker(), free, attempt, parts);
    }
  }

  private void releaseUntried(TaskRange range) {
    copies.remove(range.first(), range.end());
    for (TaskRange free : free(range)) {
      waiting.add(free.first(), free.end());
    }
  }

  /** What of the range no lease has and is no suspect; suspects wait from now on. */
  private List<TaskRange> free(TaskRange range) {
    var free = new ArrayList<TaskRange>();
    for (TaskRange unheld : held(range).missing(range.first(), range.end())) {
      free.addAll(suspects.reclaim(unheld));
    }
    return free;
  }

  /** What of the range is outstanding in some lease. */
  private TaskRanges held(TaskRange range) {
    var held = new TaskRanges();
    if (leasesMayOverlap) {
      for (OpenLease other : openByTask.near(range.first(), range.end())) {
        for (TaskRange one : other.outstanding().within(range.first(), range.end())) {
          held.add(one.first(), one.end());
        }
      }
    }
    return held;
  }

  private void settle(OpenLease lease, int first, int end) {
    lease.outstanding().remove(first, end);
    if (lease.outstanding().isEmpty() && open.remove(lease.lease().number()) != null) {
      openByTask.remove(lease);
    }
  }

  /** Where the tasks are; takes time by workers, not by tasks. */
  public JobDiagnosis.TaskSets diagnose() {
    return new JobDiagnosis.TaskSets(
        committed.diagnose(),
        waiting.diagnose(),
        retries.diagnose(),
        suspects.diagnose(),
        copies.diagnose());
  }

  public int openLeaseCount() {
    return open.size();
  }

  public LedgerCounts counts() {
    return new LedgerCounts(
        taskCount, committed.size(), committed.size() + refused + failed, refused);
  }
}
