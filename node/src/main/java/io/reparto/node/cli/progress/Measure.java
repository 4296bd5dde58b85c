package io.reparto.node.cli.progress;

import io.reparto.protocol.message.JobEvent;

/**
 * What progress is measured in: bytes if the input has any, else units, else tasks.
 *
 * @param unit plural noun of {@link JobEvent.Planned#unit()}
 * @param total how many there will be, at least 1
 */
record Measure(Kind kind, String unit, long total) {

  /** See {@link Measure}. */
  enum Kind {
    BYTES,
    UNITS,
    TASKS
  }

  static Measure of(JobEvent.Planned planned) {
    if (planned.total().bytes() > 0) {
      return new Measure(Kind.BYTES, planned.unit(), planned.total().bytes());
    }
    if (planned.total().units() > 0) {
      return new Measure(Kind.UNITS, planned.unit(), planned.total().units());
    }
    return new Measure(Kind.TASKS, planned.unit(), Math.max(1, planned.tasks()));
  }

  long done(JobEvent.Progressed progressed) {
    long done =
        switch (kind) {
          case BYTES -> progressed.done().bytes();
          case UNITS -> progressed.done().units();
          case TASKS -> progressed.ledger().committed();
        };
    return Math.max(0, Math.min(done, total));
  }
}
