package io.reparto.node.jobs.groupby;

import io.reparto.node.input.ColumnBatch;

/** {@code and}, {@code or}, {@code not} and {@code is null}. */
final class LogicalConditions {
  private LogicalConditions() {}

  static Condition and(Condition left, Condition right) {
    var other = new byte[ColumnBatch.CAPACITY];
    return (block, truths) -> {
      left.evaluate(block, truths);
      right.evaluate(block, other);
      for (int i = 0; i < block.rows(); i++) {
        truths[i] = (byte) Math.min(truths[i], other[i]);
      }
    };
  }

  static Condition or(Condition left, Condition right) {
    var other = new byte[ColumnBatch.CAPACITY];
    return (block, truths) -> {
      left.evaluate(block, truths);
      right.evaluate(block, other);
      for (int i = 0; i < block.rows(); i++) {
        truths[i] = (byte) Math.max(truths[i], other[i]);
      }
    };
  }

  static Condition not(Condition operand) {
    return (block, truths) -> {
      operand.evaluate(block, truths);
      for (int i = 0; i < block.rows(); i++) {
        truths[i] = (byte) (Condition.TRUE - truths[i]);
      }
    };
  }

  static Condition isNull(int column) {
    return (block, truths) -> {
      boolean[] nulls = block.nulls(column);
      for (int i = 0; i < block.rows(); i++) {
        truths[i] = Condition.of(nulls[i]);
      }
    };
  }
}
