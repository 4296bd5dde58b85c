package io.reparto.protocol.message;

import io.reparto.protocol.aggregate.TaskRange;
import java.time.Duration;
import java.util.List;

/**
 * The state of a job that has not ended, for whoever has to find out why it does not go on. Small,
 * whatever the size of the job: where there is much of something, the first of it and how much.
 *
 * @param term of the coordinator
 * @param sinceProgress how long ago a task was committed or work on one was heard of
 * @param slotsIdle whether slots wait for work that no job has
 * @param openLeases leases with tasks that are not committed
 * @param leases the oldest of them
 * @param merging partials committed and not merged yet
 * @param mergingBytes their encoded size
 * @param knownWorkers those that the coordinator knows
 * @param workers of them, those that have been silent for longest
 */
public record JobDiagnosis(
    JobId job,
    long term,
    Phase phase,
    Duration sinceProgress,
    boolean slotsIdle,
    LedgerCounts ledger,
    TaskSets tasks,
    int openLeases,
    List<OpenLease> leases,
    int merging,
    long mergingBytes,
    int knownWorkers,
    List<Worker> workers) {
  /** Most leases shown. */
  public static final int MOST_LEASES = 40;

  /** Most workers shown. */
  public static final int MOST_WORKERS = 40;

  public JobDiagnosis {
    leases = first(leases, MOST_LEASES);
    workers = first(workers, MOST_WORKERS);
  }

  private static <T> List<T> first(List<T> all, int most) {
    return List.copyOf(all.subList(0, Math.min(most, all.size())));
  }

  /** How far a job is. */
  public enum Phase {
    /** Of a job that another coordinator began, only what workers hold runs; they are asked. */
    RECOVERING,
    RUNNING,
    /** Every task is committed, the result not finished. */
    MERGING
  }

  /**
   * Where the tasks are. One may wait in two places, or wait and be in a lease, where it has a
   * second copy.
   *
   * @param untried wait for a first attempt
   * @param retries wait for another attempt
   * @param suspects wait to be run alone, because a worker was lost where they ran
   * @param copies wait to be run a second time while another worker runs them
   */
  public record TaskSets(
      Tasks committed, Tasks untried, Tasks retries, Tasks suspects, Tasks copies) {}

  /**
   * Some tasks.
   *
   * @param tasks how many
   * @param ranges in how many ranges
   * @param first the first of the ranges
   */
  public record Tasks(int tasks, int ranges, List<TaskRange> first) {
    /** Most ranges shown. */
    public static final int MOST_RANGES = 20;

    public Tasks {
      first = JobDiagnosis.first(first, MOST_RANGES);
    }
  }

  /**
   * A lease with tasks that are not committed.
   *
   * @param first its first task
   * @param end one past its last
   * @param outstanding how many of them are not committed, failed or handed back
   * @param attempt how often they had failed before
   * @param running whether its worker still runs it; else it has only to offer its partials
   * @param copy whether its tasks ran elsewhere already when it was granted
   * @param askedBack whether its worker was asked to hand back what it has not begun
   * @param copied whether it was decided that its tasks get a second copy
   * @param age since it was granted, or found with its worker
   * @param sinceProgress since then, or since the last of its tasks was committed
   */
  public record OpenLease(
      long lease,
      String worker,
      int first,
      int end,
      int outstanding,
      int attempt,
      boolean running,
      boolean copy,
      boolean askedBack,
      boolean copied,
      Duration age,
      Duration sinceProgress) {}

  /**
   * A worker.
   *
   * @param address of its actor system; empty in an embedded runtime
   * @param waiting its slots that have asked for work and got none yet
   * @param stream the newest of its streams
   * @param leaving whether it drains
   * @param blind whether it can't read the job's input
   * @param sinceHeard how long ago it was heard of
   * @param underWay the first of the job's tasks that it said it runs, as it said
   */
  public record Worker(
      String worker,
      String address,
      int slots,
      int waiting,
      int stream,
      boolean leaving,
      boolean blind,
      Duration sinceHeard,
      List<TaskUnderWay> underWay) {
    /** Most tasks shown of a worker. */
    public static final int MOST_UNDER_WAY = 4;

    public Worker {
      underWay = JobDiagnosis.first(underWay, MOST_UNDER_WAY);
    }

    /** The same, of a job whose input it can't read or can. */
    public Worker blind(boolean isBlind) {
      return new Worker(
          worker, address, slots, waiting, stream, leaving, isBlind, sinceHeard, underWay);
    }
  }
}
