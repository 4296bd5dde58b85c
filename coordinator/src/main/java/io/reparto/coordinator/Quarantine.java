package io.reparto.coordinator;

import io.reparto.protocol.message.JobId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which worker may run which job's suspects, the tasks that may have ended a worker: never those of
 * two jobs on one worker, else its loss would not tell whose they were. And not on the node that
 * the coordinator is on, where there is another: what is known of them would be lost with it. Pure
 * and not thread-safe.
 */
final class Quarantine {
  /** A worker that runs one job's suspects, or may be about to. */
  private static final class Ward {
    private final JobId job;
    // Wishes of its slots that the job has not answered.
    private int asked;
    private boolean runsAny;
    private boolean refusedOthers;

    private Ward(JobId job) {
      this.job = job;
    }
  }

  private final Set<JobId> jobs = new LinkedHashSet<>();
  private final Map<String, Ward> wards = new HashMap<>();

  /** The job has suspects from now on. */
  void enter(JobId job) {
    jobs.add(job);
  }

  /**
   * The job has no suspects any more.
   *
   * @return whether that leaves a worker to others
   */
  boolean leave(JobId job) {
    return jobs.remove(job) && wards.values().removeIf(ward -> ward.job.equals(job));
  }

  void loseWorker(String worker) {
    wards.remove(worker);
  }

  /**
   * Whether the worker, which asks for a lease, may be given a suspect of the job.
   *
   * @param isAtCoordinator whether the worker is on the coordinator's node and others are not
   */
  boolean admits(JobId job, String worker, boolean isAtCoordinator) {
    Ward ward = wards.get(worker);
    if (ward != null) {
      return ward.job.equals(job);
    }
    return jobs.contains(job) && !isAtCoordinator && (!hasWard(job) || othersHaveWards(job));
  }

  private boolean othersHaveWards(JobId job) {
    return jobs.stream().allMatch(other -> other.equals(job) || hasWard(other));
  }

  private boolean hasWard(JobId job) {
    return wards.values().stream().anyMatch(ward -> ward.job.equals(job));
  }

  /**
   * The same; and if so, the worker is given none of another job until this one has {@link
   * #answered} that it gives none, or its suspects have ended.
   */
  boolean admit(JobId job, String worker, boolean isAtCoordinator) {
    if (admits(job, worker, isAtCoordinator)) {
      wards.computeIfAbsent(worker, name -> new Ward(job)).asked++;
      return true;
    }
    if (wards.containsKey(worker) && jobs.contains(job)) {
      wards.get(worker).refusedOthers = true;
    }
    return false;
  }

  /**
   * The job has answered a wish that was admitted.
   *
   * @param runsOne whether the worker was given a suspect
   * @return whether others, which were refused meanwhile, may have the worker now
   */
  boolean answered(JobId job, String worker, boolean runsOne) {
    Ward ward = wards.get(worker);
    if (ward == null || !ward.job.equals(job)) {
      return false; // its suspects have ended since
    }
    ward.asked--;
    ward.runsAny |= runsOne;
    if (ward.asked > 0 || ward.runsAny) {
      return false;
    }
    wards.remove(worker);
    return ward.refusedOthers;
  }
}
