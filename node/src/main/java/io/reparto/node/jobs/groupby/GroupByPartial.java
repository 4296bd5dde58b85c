package io.reparto.node.jobs.groupby;

import com.esotericsoftware.kryo.DefaultSerializer;
import io.reparto.node.input.BadRecord;
import io.reparto.node.input.RecordContinuity;
import io.reparto.protocol.aggregate.PartialAggregate;
import java.util.ArrayList;
import java.util.List;

/**
 * The groups of a run of tasks, what was skipped there, and the proof that the records read are
 * those of the files. Nulls are left out of every accumulator; NaN and infinities are values like
 * others; sums of whole numbers are exact. Not thread-safe.
 */
@DefaultSerializer(GroupByPartialSerializer.class)
public final class GroupByPartial implements PartialAggregate {
  static final int SHOWN_BAD_RECORDS = 10;

  private GroupTable table;
  private long rows;
  private long skippedRecords;
  private final List<BadRecord> firstSkipped;
  private RecordContinuity continuity;

  GroupByPartial(
      GroupTable table,
      long rows,
      long skippedRecords,
      List<BadRecord> firstSkipped,
      RecordContinuity continuity) {
    this.table = table;
    this.rows = rows;
    this.skippedRecords = skippedRecords;
    this.firstSkipped = new ArrayList<>(firstSkipped);
    this.continuity = continuity;
  }

  GroupTable table() {
    return table;
  }

  /** Records read, those that {@code --where} left out included, skipped ones not. */
  long rows() {
    return rows;
  }

  /** Records left out because they could not be read. */
  long skippedRecords() {
    return skippedRecords;
  }

  /** The first of them in the order of the input, at most {@value #SHOWN_BAD_RECORDS}. */
  List<BadRecord> firstSkipped() {
    return firstSkipped;
  }

  RecordContinuity continuity() {
    return continuity;
  }

  @Override
  public GroupByPartial merge(PartialAggregate right) {
    var other = (GroupByPartial) right;
    table = GroupTable.merge(table, other.table, new KeyBlock());
    rows += other.rows;
    skippedRecords += other.skippedRecords;
    for (BadRecord bad : other.firstSkipped) {
      if (firstSkipped.size() < SHOWN_BAD_RECORDS) {
        firstSkipped.add(bad);
      }
    }
    continuity = continuity.merge(other.continuity);
    return this;
  }

  @Override
  public long sizeBytes() {
    return 64 + table.sizeBytes() + 256L * firstSkipped.size();
  }
}
