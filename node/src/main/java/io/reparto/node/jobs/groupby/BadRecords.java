package io.reparto.node.jobs.groupby;

import io.reparto.node.input.BadRecord;
import io.reparto.node.input.BadRecordHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps the first bad records of a partition by their place in the file, whatever the order they
 * are found in: a batch is scanned for form before its fields are read. Not thread-safe.
 */
final class BadRecords implements BadRecordHandler {
  private static final Comparator<BadRecord> BY_PLACE =
      // Not Comparator.comparing: no start-up archive holds its lambdas (docs/adr/0006).
      (one, other) -> Long.compare(one.byteOffset(), other.byteOffset());

  private final ArrayList<BadRecord> first = new ArrayList<>();
  private long wrongForm;

  @Override
  public void onBadRecord(BadRecord bad) {
    if (bad.column().isEmpty()) {
      wrongForm++;
    }
    int place = Collections.binarySearch(first, bad, BY_PLACE);
    if (place >= 0) {
      return; // another column of the same record
    }
    first.add(-place - 1, bad);
    if (first.size() > GroupByPartial.SHOWN_BAD_RECORDS) {
      first.remove(first.size() - 1);
    }
  }

  /** Records of wrong form, which no batch holds. */
  long wrongForm() {
    return wrongForm;
  }

  /** The first of all bad records. */
  List<BadRecord> first() {
    return List.copyOf(first);
  }

  /**
   * @throws io.reparto.protocol.job.InvalidJobException for the first of them, if there is any
   */
  void failIfAny() {
    if (!first.isEmpty()) {
      BadRecordHandler.FAIL.onBadRecord(first.get(0));
    }
  }

  void clear() {
    first.clear();
    wrongForm = 0;
  }
}
