package io.reparto.node.jobs.groupby;

import io.reparto.node.input.FieldType;
import io.reparto.protocol.job.InvalidJobException;
import java.util.ArrayList;
import java.util.List;

/**
 * The aggregates of a query and the accumulators they need; calls that need the same one share it.
 * Immutable.
 */
final class Aggregation {

  /** The column of an accumulator that looks at rows, not at values. */
  static final int NO_COLUMN = -1;

  /**
   * An accumulator and what it sees.
   *
   * @param column as selected, or {@link #NO_COLUMN}
   */
  record Input(AccumulatorKind kind, int column) {}

  /**
   * How a call is answered from a group's cells.
   *
   * @param type of the column it looks at; LONG for count
   * @param count cell of the number of values
   * @param value cell of the first accumulator; for counts the same as {@code count}
   */
  record Answer(AggregateCall call, FieldType type, int count, int value) {}

  private final List<Input> inputs;
  private final GroupLayout layout;
  private final List<Answer> answers;

  /**
   * Finds the accumulators of the calls and selects their columns.
   *
   * @throws InvalidJobException if a column is unknown or not of a type to compute with
   */
  Aggregation(List<AggregateCall> calls, SelectedColumns columns) {
    var found = new ArrayList<Input>();
    var counts = new int[calls.size()];
    var values = new int[calls.size()];
    var types = new FieldType[calls.size()];
    for (int i = 0; i < calls.size(); i++) {
      AggregateCall call = calls.get(i);
      int column =
          call.column().isEmpty()
              ? NO_COLUMN
              : columns.select("--agg " + call.text(), call.column());
      types[i] = column == NO_COLUMN ? FieldType.LONG : columns.type(column);
      AccumulatorKind kind = kindOf(call, types[i]);
      boolean countsItself = kind == AccumulatorKind.COUNT || kind == AccumulatorKind.MOMENTS;
      counts[i] = countsItself ? -1 : indexOf(found, new Input(AccumulatorKind.COUNT, column));
      values[i] = indexOf(found, new Input(kind, column));
      if (countsItself) {
        counts[i] = values[i];
      }
    }
    inputs = List.copyOf(found);
    layout = new GroupLayout(inputs.stream().map(Input::kind).toList());
    var read = new ArrayList<Answer>();
    for (int i = 0; i < calls.size(); i++) {
      read.add(
          new Answer(
              calls.get(i), types[i], layout.position(counts[i]), layout.position(values[i])));
    }
    answers = List.copyOf(read);
  }

  private static int indexOf(List<Input> inputs, Input input) {
    int index = inputs.indexOf(input);
    if (index < 0) {
      inputs.add(input);
      return inputs.size() - 1;
    }
    return index;
  }

  private static AccumulatorKind kindOf(AggregateCall call, FieldType type) {
    if (call.function() != AggregateFunction.COUNT && type == FieldType.TEXT) {
      throw new InvalidJobException(
          "--agg "
              + call.text()
              + " needs numbers: column="
              + call.column()
              + ", type=string; count:"
              + call.column()
              + " counts any values, --types "
              + call.column()
              + "=double reads it as numbers");
    }
    return switch (call.function()) {
      case COUNT -> AccumulatorKind.COUNT;
      case SUM, MEAN ->
          type == FieldType.LONG ? AccumulatorKind.LONG_SUM : AccumulatorKind.DOUBLE_SUM;
      case MIN -> AccumulatorKind.MINIMUM;
      case MAX -> AccumulatorKind.MAXIMUM;
      case VAR, STD -> AccumulatorKind.MOMENTS;
    };
  }

  /** The accumulators in the order of the layout. */
  List<Input> inputs() {
    return inputs;
  }

  GroupLayout layout() {
    return layout;
  }

  /** In the order in which the user named them. */
  List<Answer> answers() {
    return answers;
  }
}
