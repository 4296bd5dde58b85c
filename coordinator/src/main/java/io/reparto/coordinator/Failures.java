package io.reparto.coordinator;

import io.reparto.protocol.message.DeathCertificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The failed attempts of one job, and when they are too many. Not thread-safe. */
final class Failures {
  private static final int CERTIFICATES_KEPT = 100;

  private final int taskAttempts;
  private final int mostInARow;
  private final List<DeathCertificate> certificates = new ArrayList<>();
  private final Set<String> workersInARow = new HashSet<>();
  private int inARow;

  Failures(int taskAttempts, int mostInARow) {
    this.taskAttempts = taskAttempts;
    this.mostInARow = mostInARow;
  }

  /** A task was committed: those that fail after it are a new row. */
  void committed() {
    inARow = 0;
    workersInARow.clear();
  }

  /**
   * Records a failed attempt.
   *
   * @param taskFailures how often its task has failed now
   * @param otherWorkers whether there are several workers, of which one alone may be the cause
   * @return why the job fails of it, if it does
   */
  Optional<String> add(DeathCertificate certificate, int taskFailures, boolean otherWorkers) {
    note(certificate);
    inARow++;
    workersInARow.add(certificate.worker());
    String last = ", last=" + certificate.cause();
    if (taskFailures >= taskAttempts) {
      return Optional.of(
          "task failed too often: task="
              + certificate.task()
              + ", partition="
              + certificate.partition()
              + ", attempts="
              + taskFailures
              + last);
    }
    if (inARow >= mostInARow && (workersInARow.size() > 1 || !otherWorkers)) {
      return Optional.of(
          "too many tasks failed and none succeeded in between: failures=" + inARow + last);
    }
    return Optional.empty();
  }

  /** An attempt that does not count: an earlier coordinator has, or its task is not known. */
  void note(DeathCertificate certificate) {
    if (certificates.size() < CERTIFICATES_KEPT) {
      certificates.add(certificate);
    }
  }

  /** Of failed attempts, the oldest first, up to a hundred. */
  List<DeathCertificate> certificates() {
    return certificates;
  }
}
