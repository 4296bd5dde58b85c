package io.reparto.node.worker;

import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.job.Work;

/** A partial and the work behind it, merged together. */
final class MeasuredPartial implements PartialAggregate {
  private PartialAggregate partial;
  private long units;
  private long bytes;

  MeasuredPartial(PartialAggregate partial, Work work) {
    this.partial = partial;
    this.units = work.units();
    this.bytes = work.bytes();
  }

  PartialAggregate partial() {
    return partial;
  }

  Work work() {
    return new Work(units, bytes);
  }

  @Override
  public PartialAggregate merge(PartialAggregate right) {
    var other = (MeasuredPartial) right;
    partial = partial.merge(other.partial);
    units += other.units;
    bytes += other.bytes;
    return this;
  }

  @Override
  public long sizeBytes() {
    return partial.sizeBytes();
  }
}
