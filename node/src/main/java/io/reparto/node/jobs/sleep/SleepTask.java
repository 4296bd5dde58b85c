package io.reparto.node.jobs.sleep;

import io.reparto.protocol.job.Partition;

/** One task of the job {@code sleep}; there is no input to bound. */
record SleepTask(int task) implements Partition {
  @Override
  public String describe() {
    return "task " + task;
  }
}
