package io.reparto.coordinator.schedule;

import io.reparto.protocol.message.JobDiagnosis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides, while slots wait for work and no task does, which leases hold a job back: first the part
 * of a lease that has not begun is asked back, then what runs for longer than tasks usually do gets
 * a second copy on another worker. Pure and not thread-safe; times are those of {@link
 * System#nanoTime()}.
 *
 * <p>A task is overdue after {@link #OVERDUE_FACTOR} times the median of the latest {@link
 * #SAMPLES} durations, the rule of Spark's speculation; MapReduce's "backup tasks" (Dean and
 * Ghemawat, OSDI 2004, section 3.6) come with the end of a job in the same way.
 */
public final class Stragglers {
  /** What to do. */
  public enum Remedy {
    /** Ask its worker for the tasks that it has not begun. */
    HAND_BACK,
    /** Run what is outstanding on another worker as well. */
    COPY
  }

  /** A lease and what to do about it. */
  public record Decision(Lease lease, Remedy remedy) {}

  private static final double OVERDUE_FACTOR = 1.5;
  private static final int SAMPLES = 64;
  private static final long LOST_FACTOR = 10;

  private static final class Watched {
    final long grantedNanos;
    long progressNanos;
    long firstAskedNanos;
    long askedNanos;
    boolean asked;
    boolean copied;

    Watched(long nowNanos) {
      this.grantedNanos = nowNanos;
      this.progressNanos = nowNanos;
    }
  }

  private final long patienceNanos;
  private final boolean copies;
  private final Map<Long, Watched> watched = new HashMap<>();
  private final long[] taskNanos = new long[SAMPLES];
  private int samples;
  private final TaskPace pace = new TaskPace();

  /**
   * Of one job.
   *
   * @param patienceNanos how long nothing is done about a lease at least
   * @param copies whether tasks may get a second copy
   */
  public Stragglers(long patienceNanos, boolean copies) {
    this.patienceNanos = patienceNanos;
    this.copies = copies;
  }

  /** A lease was granted, or found with its worker. */
  public void granted(long lease, long nowNanos) {
    watched.put(lease, new Watched(nowNanos));
  }

  /** So many tasks of a lease were committed. */
  public void committed(long lease, int tasks, long nowNanos) {
    Watched one = watched.get(lease);
    if (one != null && tasks > 0) {
      taskNanos[samples++ % SAMPLES] = (nowNanos - one.progressNanos) / tasks;
      pace.add(tasks, nowNanos - one.progressNanos);
      one.progressNanos = nowNanos;
    }
  }

  /** The fewest tasks that are worth a lease, at the pace of those committed so far; at least 1. */
  public int leastLease() {
    return pace.leastLease();
  }

  /** How long ago a lease was granted or last had a task committed; zero if it is not known. */
  public Duration sinceProgress(long lease, long nowNanos) {
    Watched one = watched.get(lease);
    return one == null ? Duration.ZERO : Duration.ofNanos(nowNanos - one.progressNanos);
  }

  /** The oldest leases that have tasks to commit, and what was decided of them. */
  public List<JobDiagnosis.OpenLease> diagnose(Ledger ledger, long nowNanos) {
    var shown = new ArrayList<JobDiagnosis.OpenLease>();
    for (OpenLease open : ledger.openLeases()) {
      if (shown.size() == JobDiagnosis.MOST_LEASES) {
        break;
      }
      Lease lease = open.lease();
      Watched one = watched.getOrDefault(lease.number(), new Watched(nowNanos));
      shown.add(
          new JobDiagnosis.OpenLease(
              lease.number(),
              lease.worker(),
              lease.first(),
              lease.end(),
              open.outstanding().size(),
              lease.attempt(),
              open.isRunning(),
              lease.copy(),
              one.asked,
              one.copied,
              Duration.ofNanos(nowNanos - one.grantedNanos),
              Duration.ofNanos(nowNanos - one.progressNanos)));
    }
    return shown;
  }

  /** What to do now; the ledger is only read. */
  public List<Decision> decide(Ledger ledger, long nowNanos) {
    var decisions = new ArrayList<Decision>();
    var still = new HashMap<Long, Watched>();
    long typical = typicalNanos();
    for (OpenLease open : ledger.openLeases()) {
      Watched one = watched.get(open.lease().number());
      if (one != null) {
        still.put(open.lease().number(), one);
        decide(open, one, typical, nowNanos).ifPresent(decisions::add);
      }
    }
    watched.clear();
    watched.putAll(still);
    return decisions;
  }

  private Optional<Decision> decide(OpenLease open, Watched one, long typical, long nowNanos) {
    int tasks = open.outstanding().size();
    long overdueNanos = Math.max(patienceNanos, (long) (OVERDUE_FACTOR * typical));
    boolean isSilent = one.asked && nowNanos - one.firstAskedNanos > overdueNanos + patienceNanos;
    boolean isOverdue = samples > 0 && nowNanos - one.progressNanos > overdueNanos;
    if (copies && !one.copied && !open.lease().copy() && isOverdue && (tasks == 1 || isSilent)) {
      one.copied = true;
      return Optional.of(new Decision(open.lease(), Remedy.COPY));
    }
    boolean isLong = tasks > 1 && (samples == 0 || tasks * (double) typical > patienceNanos);
    // Perhaps the worker no longer has what it is thought to have: its answer tells.
    boolean isLost = nowNanos - one.progressNanos > LOST_FACTOR * overdueNanos;
    boolean isDue = nowNanos - (one.asked ? one.askedNanos : one.grantedNanos) > patienceNanos;
    if ((isLong || isLost) && isDue) {
      if (!one.asked) {
        one.asked = true;
        one.firstAskedNanos = nowNanos;
      }
      one.askedNanos = nowNanos;
      return Optional.of(new Decision(open.lease(), Remedy.HAND_BACK));
    }
    return Optional.empty();
  }

  /** The median of the latest durations of a task; 0 if there are none. */
  private long typicalNanos() {
    if (samples == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(taskNanos, Math.min(samples, SAMPLES));
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
