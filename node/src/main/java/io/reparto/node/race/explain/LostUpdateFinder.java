package io.reparto.node.race.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds the lost update that is easiest to read. There is one whenever the count is short: if all
 * increments had read different values, each had continued the one before (it read what that one
 * wrote), and the last had written the full count. And of two that read the same value at least two
 * belong to different threads: a thread reads a value again only after somebody wrote it again, who
 * had then read the value below it for a second time, and so on down to zero, which nobody writes.
 */
final class LostUpdateFinder {
  /** Beyond that many pairs the search takes what it has. */
  private static final int MOST_PAIRS = 2_000_000;

  private final List<RecordedIncrement> all = new ArrayList<>();
  private RecordedIncrement first;
  private RecordedIncrement second;
  private long bestScore = Long.MAX_VALUE;

  private LostUpdateFinder(List<OperationLog> logs) {
    long origin = logs.get(0).begin();
    for (OperationLog log : logs) {
      for (int i = 0; i < log.size(); i++) {
        all.add(log.increment(i, origin));
      }
    }
  }

  /** The one with both reads before both writes and the least time from end to end, if possible. */
  static Optional<LostUpdate> find(List<OperationLog> logs) {
    return new LostUpdateFinder(logs).search();
  }

  private Optional<LostUpdate> search() {
    all.sort(
        Comparator.comparingLong(RecordedIncrement::value)
            .thenComparingLong(RecordedIncrement::begin));
    int pairs = 0;
    for (int from = 0; from < all.size() && pairs < MOST_PAIRS; from++) {
      RecordedIncrement one = all.get(from);
      for (int to = from + 1; to < all.size() && all.get(to).value() == one.value(); to++) {
        pairs++;
        consider(one, all.get(to));
      }
    }
    return first == null ? Optional.empty() : Optional.of(schedule());
  }

  private void consider(RecordedIncrement one, RecordedIncrement other) {
    if (one.thread() == other.thread()) {
      return;
    }
    long span = Math.max(one.end(), other.end()) - Math.min(one.begin(), other.begin());
    boolean readsFirst =
        Math.max(one.readAt(), other.readAt()) < Math.min(one.writtenAt(), other.writtenAt());
    long penalty = readsFirst ? 0 : one.overlaps(other) ? Long.MAX_VALUE / 4 : Long.MAX_VALUE / 2;
    long score = span + penalty;
    if (score < bestScore) {
      bestScore = score;
      first = one;
      second = other;
    }
  }

  private LostUpdate schedule() {
    long begin = Math.min(first.readAt(), second.readAt());
    var steps = new ArrayList<Step>();
    for (RecordedIncrement each : List.of(first, second)) {
      steps.add(new Step(each.readAt() - begin, each.thread(), Step.Kind.READ, each.value()));
      steps.add(
          new Step(each.writtenAt() - begin, each.thread(), Step.Kind.WRITE, each.value() + 1));
    }
    // Stable: reads stay before writes of the same time, and a thread's accesses in its own order.
    steps.sort(Comparator.comparingLong(Step::nanos).thenComparing(Step::kind));
    long end = begin + steps.get(steps.size() - 1).nanos();
    int others = 0;
    for (RecordedIncrement each : all) {
      if (!each.equals(first) && !each.equals(second)) {
        others += isWithin(each.readAt(), begin, end) ? 1 : 0;
        others += isWithin(each.writtenAt(), begin, end) ? 1 : 0;
      }
    }
    return new LostUpdate(steps, others);
  }

  private static boolean isWithin(long time, long begin, long end) {
    return begin < time && time < end;
  }
}
