package io.reparto.node.jobs.groupby;

import io.reparto.node.input.ColumnBatch;
import io.reparto.node.input.CsvFormat;
import java.util.Optional;
import java.util.Set;

/**
 * A query whose names have become columns of a format. Cheap to make: each kernel has its own,
 * because its condition holds scratch.
 */
final class BoundQuery {
  private final GroupByQuery query;
  private final SelectedColumns columns;
  private final int[] keys;
  private final Aggregation aggregation;
  private final Optional<Condition> condition;

  /**
   * @throws io.reparto.protocol.job.InvalidJobException if the query does not fit the format
   */
  BoundQuery(GroupByQuery query, CsvFormat format) {
    this(query, new SelectedColumns(format));
  }

  private BoundQuery(GroupByQuery query, SelectedColumns columns) {
    this.query = query;
    this.columns = columns;
    keys = query.by().stream().mapToInt(name -> columns.select("--by", name)).toArray();
    aggregation =
        new Aggregation(query.aggregates().stream().map(AggregateCall::parse).toList(), columns);
    condition =
        query.where().isEmpty()
            ? Optional.empty()
            : Optional.of(WhereParser.parse(query.where(), columns));
  }

  /**
   * The format in which each undecided column has the type that the query needs: double where an
   * aggregate or a comparison takes numbers, else text.
   *
   * @param undecided names of columns that stand in {@code format} as text
   * @throws io.reparto.protocol.job.InvalidJobException if the query does not fit the format
   */
  static CsvFormat decide(GroupByQuery query, CsvFormat format, Set<String> undecided) {
    CsvFormat before;
    CsvFormat after = format;
    do { // a column compared with one that has just become a number is one as well
      before = after;
      after = new BoundQuery(query, new SelectedColumns(before, undecided)).columns.format();
    } while (!after.equals(before));
    return after;
  }

  GroupByQuery query() {
    return query;
  }

  /** Every column the query needs. */
  SelectedColumns columns() {
    return columns;
  }

  /** The key columns as selected. */
  int[] keys() {
    return keys;
  }

  Aggregation aggregation() {
    return aggregation;
  }

  Optional<Condition> condition() {
    return condition;
  }

  /** Leaves out the rows for which the condition is not true. */
  void filter(RowBlock block, byte[] truths, int[] kept) {
    if (condition.isEmpty()) {
      return;
    }
    condition.get().evaluate(block, truths);
    block.keep(kept, select(truths, block.rows(), kept));
  }

  private static int select(byte[] truths, int rows, int[] kept) {
    int count = 0;
    for (int i = 0; i < rows; i++) {
      kept[count] = i;
      count += truths[i] >> 1; // TRUE is 2
    }
    return count;
  }

  /** Room for {@link #filter}. */
  static int[] rowScratch() {
    return new int[ColumnBatch.CAPACITY + 1];
  }
}
