package io.reparto.node.jobs.groupby;

import io.reparto.node.jobs.groupby.Aggregation.Input;
import java.util.ArrayList;
import java.util.List;

/**
 * A pass over a block of rows: one of {@link Accumulators} with the cells it changes. Accumulators
 * of one column that lie side by side share a pass where there is one for them, for each pass costs
 * a look at every row's group.
 *
 * @param column as selected, or {@link Aggregation#NO_COLUMN}
 * @param at the first cell, counted from the group's first
 */
record AccumulatorLoop(Kind kind, int column, int at) {

  enum Kind {
    COUNT,
    LONG_SUM,
    DOUBLE_SUM,
    MINIMUM,
    MAXIMUM,
    MOMENTS,
    DOUBLE_MEAN,
    DOUBLE_MEAN_AND_RANGE
  }

  /** The fewest loops for all accumulators of a query. */
  static List<AccumulatorLoop> of(Aggregation aggregation) {
    List<Input> inputs = aggregation.inputs();
    var loops = new ArrayList<AccumulatorLoop>();
    int next = 0;
    while (next < inputs.size()) {
      Kind longest = longest(inputs.subList(next, inputs.size()));
      int at = aggregation.layout().position(next);
      loops.add(new AccumulatorLoop(longest, inputs.get(next).column(), at));
      next += accumulators(longest).size();
    }
    return List.copyOf(loops);
  }

  private static Kind longest(List<Input> inputs) {
    Kind longest = null;
    for (Kind kind : Kind.values()) {
      if (isStart(inputs, accumulators(kind))
          && (longest == null || accumulators(kind).size() > accumulators(longest).size())) {
        longest = kind;
      }
    }
    if (longest == null) {
      throw new IllegalStateException("no loop for accumulator: input=" + inputs.get(0));
    }
    return longest;
  }

  private static List<AccumulatorKind> accumulators(Kind kind) {
    return switch (kind) {
      case COUNT -> List.of(AccumulatorKind.COUNT);
      case LONG_SUM -> List.of(AccumulatorKind.LONG_SUM);
      case DOUBLE_SUM -> List.of(AccumulatorKind.DOUBLE_SUM);
      case MINIMUM -> List.of(AccumulatorKind.MINIMUM);
      case MAXIMUM -> List.of(AccumulatorKind.MAXIMUM);
      case MOMENTS -> List.of(AccumulatorKind.MOMENTS);
      case DOUBLE_MEAN -> List.of(AccumulatorKind.COUNT, AccumulatorKind.DOUBLE_SUM);
      case DOUBLE_MEAN_AND_RANGE ->
          List.of(
              AccumulatorKind.COUNT,
              AccumulatorKind.DOUBLE_SUM,
              AccumulatorKind.MINIMUM,
              AccumulatorKind.MAXIMUM);
    };
  }

  private static boolean isStart(List<Input> inputs, List<AccumulatorKind> kinds) {
    if (kinds.size() > inputs.size()) {
      return false;
    }
    int column = inputs.get(0).column();
    for (int i = 0; i < kinds.size(); i++) {
      if (!inputs.get(i).equals(new Input(kinds.get(i), column))) {
        return false;
      }
    }
    return true;
  }
}
