package io.reparto.node.jobs.pi;

import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.Partition;
import io.reparto.protocol.job.Slice;
import io.reparto.protocol.job.Step;
import io.reparto.protocol.job.Work;

/** Runs a {@link Sampler} in blocks, so that slices end in time. Where they end changes nothing. */
final class PiKernel implements Kernel {

  /** Samples between two looks at the clock: 30 µs to 1 ms. */
  private static final int BLOCK_SAMPLES = 32 * Sampler.GRANULE;

  private final long jobSeed;
  private final Sampler sampler;
  private PiRange range;
  private long drawn;
  private long inside;

  PiKernel(long jobSeed, Sampler sampler) {
    this.jobSeed = jobSeed;
    this.sampler = sampler;
  }

  @Override
  public void begin(Partition partition) {
    range = (PiRange) partition;
    drawn = 0;
    inside = 0;
    sampler.start(jobSeed, range.task());
  }

  @Override
  public Step run(Slice slice) {
    while (drawn < range.samples()) {
      int samples = (int) Math.min(BLOCK_SAMPLES, range.samples() - drawn);
      inside += sampler.countInside(samples);
      drawn += samples;
      if (drawn < range.samples() && slice.isOver()) {
        return Step.MORE;
      }
    }
    return Step.DONE;
  }

  @Override
  public PartialAggregate finish() {
    return new PiCount(inside, drawn, sampler.lacksVectors() ? drawn : 0);
  }

  @Override
  public Work work() {
    return new Work(drawn, 0);
  }

  @Override
  public void close() {}
}
