package io.reparto.node.jobs.pi;

import io.reparto.protocol.job.Partition;

/**
 * The samples one task draws.
 *
 * @param first the number of its first sample in the job, from 0
 * @param samples how many
 */
record PiRange(int task, long first, long samples) implements Partition {
  @Override
  public String describe() {
    return "samples " + first + "-" + (first + samples);
  }
}
