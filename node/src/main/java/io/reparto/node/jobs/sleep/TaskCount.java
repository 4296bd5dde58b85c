package io.reparto.node.jobs.sleep;

import io.reparto.protocol.aggregate.PartialAggregate;

/**
 * How many tasks are done; the identity is 0. Can't overflow: a plan has at most 2^30 tasks.
 * Immutable, so that one leaf serves every task.
 */
record TaskCount(long tasks) implements PartialAggregate {
  static final TaskCount NONE = new TaskCount(0);
  static final TaskCount ONE = new TaskCount(1);

  @Override
  public PartialAggregate merge(PartialAggregate right) {
    return new TaskCount(tasks + ((TaskCount) right).tasks);
  }

  @Override
  public long sizeBytes() {
    return Long.BYTES;
  }
}
