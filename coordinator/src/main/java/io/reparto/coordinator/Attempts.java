package io.reparto.coordinator;

import io.reparto.coordinator.schedule.Ledger;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.message.CoordinatorCommand.ReportFailure;
import io.reparto.protocol.message.CoordinatorCommand.ReportFailure.Kind;
import io.reparto.protocol.message.DeathCertificate;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.TaskLoss;
import io.reparto.protocol.message.TaskUnderWay;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * The attempts of one job that came to nothing, by a kernel's failure or with their worker:
 * certifies them, has written down what the next coordinator must know, and says when the job fails
 * of them. Not thread-safe.
 */
final class Attempts {
  private final JobId job;
  private final Plan plan;
  private final Ledger ledger;
  private final RunContext shared;
  private final Failures failures;

  /**
   * @param losses what an earlier coordinator has written down
   */
  Attempts(JobId job, Plan plan, Ledger ledger, RunContext shared, List<TaskLoss> losses) {
    this.job = job;
    this.plan = plan;
    this.ledger = ledger;
    this.shared = shared;
    this.failures =
        new Failures(shared.settings().taskAttempts(), shared.settings().failuresInARow());
    for (TaskLoss loss : losses) {
      failures.note(loss.certificate());
      ledger.suspect(loss.certificate().task(), loss.lease(), loss.failures(), loss.losses());
    }
  }

  /** A task was committed. */
  void committed() {
    failures.committed();
  }

  /** Of failed attempts, the oldest first, up to a hundred. */
  List<DeathCertificate> certificates() {
    return failures.certificates();
  }

  /**
   * What a report of a failure comes to.
   *
   * @param isNews false if it has come twice or late, and nothing was done
   * @param reason why the job fails of it, if it does
   */
  record Verdict(boolean isNews, Optional<String> reason) {}

  /**
   * Records an attempt that a worker tells of.
   *
   * @param otherWorkers whether there are several workers, of which one alone may be the cause
   */
  Verdict failed(ReportFailure report, boolean otherWorkers) {
    boolean hasEndedWorker = report.kind() == Kind.WORKER_ENDED;
    Optional<Integer> taskFailures =
        hasEndedWorker
            ? ledger.failWithWorker(report.lease(), report.attempt(), report.task())
            : ledger.fail(report.lease(), report.task());
    if (taskFailures.isEmpty()) {
      return new Verdict(false, Optional.empty());
    }
    shared.measures().attemptFailed();
    var certificate =
        new DeathCertificate(
            report.task(),
            report.attempt(),
            describe(report.task()),
            report.worker(),
            report.cause(),
            report.where(),
            report.lasted());
    if (hasEndedWorker) {
      writeDown(certificate, report.lease(), taskFailures.get());
    }
    return new Verdict(true, failures.add(certificate, taskFailures.get(), otherWorkers));
  }

  /**
   * Records what a lost worker was at.
   *
   * @param told the task that each lease was at when the worker was last heard of
   * @param sinceProgress how long ago a lease, by its number, had come further
   * @return why the job fails of it, if it does
   */
  Optional<String> lost(
      Iterable<Ledger.LostTask> tasks,
      List<TaskUnderWay> told,
      LongFunction<Duration> sinceProgress,
      boolean otherWorkers) {
    Optional<String> reason = Optional.empty();
    for (Ledger.LostTask lost : tasks) {
      DeathCertificate certificate = certificate(lost, told, sinceProgress);
      if (lost.isCertain()) {
        shared.measures().attemptFailed();
        writeDown(certificate, lost.lease().number(), lost.failures());
        Optional<String> why = failures.add(certificate, lost.failures(), otherWorkers);
        reason = reason.or(() -> why);
      } else {
        failures.note(certificate);
      }
    }
    return reason;
  }

  private DeathCertificate certificate(
      Ledger.LostTask lost, List<TaskUnderWay> told, LongFunction<Duration> sinceProgress) {
    long lease = lost.lease().number();
    Duration lasted =
        told.stream()
            .filter(task -> task.lease() == lease && task.task() == lost.task())
            .reduce((earlier, later) -> later)
            .map(TaskUnderWay::lasted)
            .orElseGet(() -> sinceProgress.apply(lease));
    return new DeathCertificate(
        lost.task(),
        lost.lease().attempt(),
        describe(lost.task()),
        lost.lease().worker(),
        causeOfLoss(lost),
        "",
        lasted);
  }

  private static String causeOfLoss(Ledger.LostTask lost) {
    if (!lost.isCertain()) {
      return "its worker was lost; this task ran there, or one after it in its lease of "
          + lost.lease().count();
    }
    return lost.losses() == 1
        ? "its worker was lost"
        : "its worker was lost, as " + (lost.losses() - 1) + " before while it ran there";
  }

  private void writeDown(DeathCertificate certificate, long lease, int taskFailures) {
    int losses = ledger.losses(certificate.task());
    var loss = new TaskLoss(certificate, lease, taskFailures, losses);
    shared.coordinator().tell(new Coordinator.TaskLost(job, loss));
  }

  /** A task that has ended several workers is not tried on the last one: why the job fails then. */
  Optional<String> culprit(int workersLeft) {
    if (workersLeft > 1) {
      return Optional.empty();
    }
    return ledger
        .culprit(shared.settings().nodeLosses())
        .map(
            task ->
                "workers were lost while this task ran there, and it is not tried on the last one: task="
                    + task
                    + ", partition="
                    + describe(task)
                    + ", workersLost="
                    + ledger.losses(task)
                    + ", workersLeft="
                    + workersLeft);
  }

  // The job's own code: what it throws must not hide the failure that is being told of.
  private String describe(int task) {
    try {
      return plan.partition(task).describe();
    } catch (RuntimeException e) {
      return "task " + task + ", which can't be described: " + e;
    }
  }
}
