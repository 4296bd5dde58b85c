package io.reparto.node.jobs.groupby;

import io.reparto.node.input.FieldType;
import io.reparto.protocol.job.InvalidJobException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

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

  /**
   * One column's accumulators side by side, in one order whatever the user's: see {@link
   * AccumulatorLoop}.
   */
  private static final Comparator<Input> GROUP_ORDER =
      // Not Comparator.comparing: no start-up archive holds its lambdas (docs/adr/0006).
      (one, other) ->
          one.column != other.column
              ? Integer.compare(one.column, other.column)
              : one.kind.compareTo(other.kind);

  private final List<Input> inputs;
  private final GroupLayout layout;
  private final List<Answer> answers;

  /**
   * Finds the accumulators of the calls and selects their columns.
   *
   * @throws InvalidJobException if a column is unknown or not of a type to compute with
   */
  Aggregation(List<AggregateCall> calls, SelectedColumns columns) {
    var columnsOfCalls = new int[calls.size()];
    var types = new FieldType[calls.size()];
    var found = new TreeSet<>(GROUP_ORDER);
    for (int i = 0; i < calls.size(); i++) {
      AggregateCall call = calls.get(i);
      int column =
          call.column().isEmpty()
              ? NO_COLUMN
              : columns.select("--agg " + call.text(), call.column());
      if (call.function() != AggregateFunction.COUNT) {
        columns.useAsNumber(column);
      }
      columnsOfCalls[i] = column;
      types[i] = column == NO_COLUMN ? FieldType.LONG : columns.type(column);
      AccumulatorKind kind = kindOf(call, types[i]);
      found.add(new Input(kind, column));
      if (kind != AccumulatorKind.MOMENTS) { // which counts by itself
        found.add(new Input(AccumulatorKind.COUNT, column));
      }
    }
    inputs = List.copyOf(found);
    layout = new GroupLayout(inputs.stream().map(Input::kind).toList());
    var read = new ArrayList<Answer>();
    for (int i = 0; i < calls.size(); i++) {
      AccumulatorKind kind = kindOf(calls.get(i), types[i]);
      int value = position(kind, columnsOfCalls[i]);
      int count =
          kind == AccumulatorKind.MOMENTS
              ? value
              : position(AccumulatorKind.COUNT, columnsOfCalls[i]);
      read.add(new Answer(calls.get(i), types[i], count, value));
    }
    answers = List.copyOf(read);
  }

  private int position(AccumulatorKind kind, int column) {
    return layout.position(Collections.binarySearch(inputs, new Input(kind, column), GROUP_ORDER));
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
