package io.reparto.node.cluster.model;

import io.reparto.coordinator.CoordinatorSettings;
import io.reparto.node.worker.WorkerSettings;
import io.reparto.protocol.message.JobOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happens in one schedule, as far as it is laid down beforehand: jobs, workers, settings, and
 * what the adversary does until {@link #calmAt}, when it stops. The rest (which actor goes next,
 * which message is lost) is drawn from {@link #seed} on the way.
 *
 * @param onlyTakeovers nothing is lost but coordinators, so that every task must run once
 */
record Scenario(
    long seed,
    boolean onlyTakeovers,
    List<JobPlan> jobs,
    int workers,
    int slots,
    List<Move> moves,
    Map<Class<?>, Fate> fates,
    Duration calmAt,
    CoordinatorSettings coordinator,
    WorkerSettings worker,
    int partBytes,
    int resultBytes,
    int window,
    boolean keepsOrder,
    Duration noticed,
    double registryFailures,
    double lateness,
    boolean priorities) {

  /**
   * A job.
   *
   * @param byEvents whether its client wants the events, else it asks how the job is
   * @param taskMillis a task takes up to this long
   * @param slow share of the tasks that take {@link #SLOW} the first time
   * @param failing share of the tasks that fail once or twice
   * @param blind whether every other worker can't read its input
   * @param cancelledAt null if never
   */
  record JobPlan(
      int tasks,
      JobOptions options,
      boolean byEvents,
      Duration submittedAt,
      Duration cancelledAt,
      int taskMillis,
      double slow,
      double failing,
      boolean blind) {
    static final Duration SLOW = Duration.ofSeconds(8);
  }

  /** What becomes of a message of some type. */
  record Fate(double lost, double doubled, int mostDelayMillis) {}

  enum Act {
    KILL_WORKER,
    RESTART_WORKER,
    PAUSE_WORKER,
    ISOLATE_WORKER,
    KILL_COORDINATOR,
    PAUSE_COORDINATOR,
    KILL_BOTH,
    BREAK_STREAM,
    LOSE_ELEMENT,
    CUT,
    DRAIN,
    JOIN
  }

  /**
   * Something the adversary does.
   *
   * @param whom among those there are then
   * @param lasts until it is over, or noticed, whichever there is
   */
  record Move(Duration at, Act act, int whom, Duration lasts) {}

  Scenario withSeed(long newSeed) {
    return new Scenario(
        newSeed,
        onlyTakeovers,
        jobs,
        workers,
        slots,
        moves,
        fates,
        calmAt,
        coordinator,
        worker,
        partBytes,
        resultBytes,
        window,
        keepsOrder,
        noticed,
        registryFailures,
        lateness,
        priorities);
  }

  Scenario withMoves(List<Move> newMoves) {
    return new Scenario(
        seed,
        onlyTakeovers,
        jobs,
        workers,
        slots,
        newMoves,
        fates,
        calmAt,
        coordinator,
        worker,
        partBytes,
        resultBytes,
        window,
        keepsOrder,
        noticed,
        registryFailures,
        lateness,
        priorities);
  }

  Scenario withJobs(List<JobPlan> newJobs) {
    return new Scenario(
        seed,
        onlyTakeovers,
        newJobs,
        workers,
        slots,
        moves,
        fates,
        calmAt,
        coordinator,
        worker,
        partBytes,
        resultBytes,
        window,
        keepsOrder,
        noticed,
        registryFailures,
        lateness,
        priorities);
  }

  Scenario withFates(Map<Class<?>, Fate> newFates) {
    return new Scenario(
        seed,
        onlyTakeovers,
        jobs,
        workers,
        slots,
        moves,
        newFates,
        calmAt,
        coordinator,
        worker,
        partBytes,
        resultBytes,
        window,
        keepsOrder,
        noticed,
        registryFailures,
        lateness,
        priorities);
  }

  Scenario withWorkers(int newWorkers, int newSlots) {
    return new Scenario(
        seed,
        onlyTakeovers,
        jobs,
        newWorkers,
        newSlots,
        moves,
        fates,
        calmAt,
        coordinator,
        worker,
        partBytes,
        resultBytes,
        window,
        keepsOrder,
        noticed,
        registryFailures,
        lateness,
        priorities);
  }

  /** Without the messages that nothing happens to. */
  @Override
  public String toString() {
    var harmful = new TreeMap<String, Fate>();
    fates.forEach(
        (type, fate) -> {
          if (fate.lost() > 0 || fate.doubled() > 0 || fate.mostDelayMillis() > 1) {
            harmful.put(type.getSimpleName(), fate);
          }
        });
    return "seed="
        + seed
        + (onlyTakeovers ? ", only takeovers" : "")
        + ", calmAt="
        + calmAt
        + ", workers="
        + workers
        + ", slots="
        + slots
        + "\n  jobs="
        + jobs
        + "\n  moves="
        + moves
        + "\n  messages="
        + harmful
        + "\n  "
        + coordinator
        + "\n  "
        + worker
        + "\n  partBytes="
        + partBytes
        + ", resultBytes="
        + resultBytes
        + ", window="
        + window
        + ", keepsOrder="
        + keepsOrder
        + ", noticed="
        + noticed
        + ", registryFailures="
        + registryFailures
        + ", lateness="
        + lateness
        + ", priorities="
        + priorities;
  }
}
