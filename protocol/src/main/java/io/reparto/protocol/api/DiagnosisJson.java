package io.reparto.protocol.api;

import io.reparto.protocol.message.JobDiagnosis;
import io.reparto.protocol.message.LedgerCounts;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A {@link JobDiagnosis} as JSON; see there what each field means.
 *
 * @param phase recovering, running or merging
 */
public record DiagnosisJson(
    String job,
    long term,
    String phase,
    double secondsSinceProgress,
    boolean slotsIdle,
    StatusJson.TasksJson tasks,
    SetsJson sets,
    LeasesJson leases,
    MergingJson merging,
    WorkersJson workers) {
  private static final double NANOS_PER_SECOND = 1e9;

  /** Where the tasks are. */
  public record SetsJson(
      SetJson committed, SetJson untried, SetJson retries, SetJson suspects, SetJson copies) {}

  /**
   * Some tasks.
   *
   * @param first the first ranges of them: first task and one past the last
   */
  public record SetJson(int tasks, int ranges, List<List<Integer>> first) {}

  /** The open leases, the oldest of them one by one. */
  public record LeasesJson(int open, List<LeaseJson> oldest) {}

  /** An open lease. */
  public record LeaseJson(
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
      double seconds,
      double secondsSinceProgress) {}

  /** Partials committed and not merged. */
  public record MergingJson(int partials, long bytes) {}

  /** The workers, those that were silent for longest one by one. */
  public record WorkersJson(int known, List<WorkerJson> silent) {}

  /** A worker. */
  public record WorkerJson(
      String worker,
      String address,
      int slots,
      int waiting,
      int stream,
      boolean leaving,
      boolean blind,
      double secondsSinceHeard,
      List<UnderWayJson> underWay) {}

  /** A task that runs. */
  public record UnderWayJson(long lease, int task, double seconds) {}

  public static DiagnosisJson of(JobDiagnosis diagnosis) {
    LedgerCounts ledger = diagnosis.ledger();
    JobDiagnosis.TaskSets sets = diagnosis.tasks();
    return new DiagnosisJson(
        diagnosis.job().value(),
        diagnosis.term(),
        diagnosis.phase().name().toLowerCase(Locale.ROOT),
        seconds(diagnosis.sinceProgress()),
        diagnosis.slotsIdle(),
        new StatusJson.TasksJson(
            ledger.planned(), ledger.committed(), ledger.attempts(), ledger.refused()),
        new SetsJson(
            set(sets.committed()),
            set(sets.untried()),
            set(sets.retries()),
            set(sets.suspects()),
            set(sets.copies())),
        new LeasesJson(
            diagnosis.openLeases(), diagnosis.leases().stream().map(DiagnosisJson::lease).toList()),
        new MergingJson(diagnosis.merging(), diagnosis.mergingBytes()),
        new WorkersJson(
            diagnosis.knownWorkers(),
            diagnosis.workers().stream().map(DiagnosisJson::worker).toList()));
  }

  private static SetJson set(JobDiagnosis.Tasks tasks) {
    return new SetJson(
        tasks.tasks(),
        tasks.ranges(),
        tasks.first().stream().map(range -> List.of(range.first(), range.end())).toList());
  }

  private static LeaseJson lease(JobDiagnosis.OpenLease lease) {
    return new LeaseJson(
        lease.lease(),
        lease.worker(),
        lease.first(),
        lease.end(),
        lease.outstanding(),
        lease.attempt(),
        lease.running(),
        lease.copy(),
        lease.askedBack(),
        lease.copied(),
        seconds(lease.age()),
        seconds(lease.sinceProgress()));
  }

  private static WorkerJson worker(JobDiagnosis.Worker worker) {
    return new WorkerJson(
        worker.worker(),
        worker.address(),
        worker.slots(),
        worker.waiting(),
        worker.stream(),
        worker.leaving(),
        worker.blind(),
        seconds(worker.sinceHeard()),
        worker.underWay().stream()
            .map(task -> new UnderWayJson(task.lease(), task.task(), seconds(task.lasted())))
            .toList());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS_PER_SECOND;
  }
}
