package io.reparto.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.aggregate.TaskRange;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TaskRangesPropertyTest {
  private static final int TASKS = 60;

  record Change(boolean adds, int first, int end) {}

  @Provide
  Arbitrary<List<Change>> changes() {
    Arbitrary<Integer> bound = Arbitraries.integers().between(0, TASKS);
    return Combinators.combine(Arbitraries.of(true, true, false), bound, bound)
        .as((adds, one, other) -> new Change(adds, Math.min(one, other), Math.max(one, other)))
        .list()
        .ofMaxSize(40);
  }

  @Property
  void givenAnyChanges_whenMade_thenTheSetIsThatOfABitSet(@ForAll("changes") List<Change> changes) {
    var ranges = new TaskRanges();
    var model = new BitSet();

    for (Change change : changes) {
      assertThat(ranges.intersects(change.first(), change.end()))
          .isEqualTo(!model.get(change.first(), change.end()).isEmpty());
      if (change.adds()) {
        ranges.add(change.first(), change.end());
        model.set(change.first(), change.end());
      } else {
        ranges.remove(change.first(), change.end());
        model.clear(change.first(), change.end());
      }

      assertThat(tasks(ranges)).isEqualTo(model);
      assertThat(ranges.size()).isEqualTo(model.cardinality());
      assertThat(ranges.isEmpty()).isEqualTo(model.isEmpty());
      assertThatNeighboursAreJoined(ranges);
      assertThatItCutsOut(ranges, model, change);
    }
  }

  /** The range is not one of the set's: any window will do. */
  private static void assertThatItCutsOut(TaskRanges ranges, BitSet model, Change change) {
    int first = change.first() / 2;
    int end = first + change.end();
    var inside = new BitSet();
    ranges.within(first, end).forEach(range -> inside.set(range.first(), range.end()));
    var outside = new BitSet();
    ranges.missing(first, end).forEach(range -> outside.set(range.first(), range.end()));
    var window = new BitSet();
    window.set(first, end);
    var expected = (BitSet) window.clone();
    expected.and(model);

    assertThat(inside).isEqualTo(expected);
    window.andNot(model);
    assertThat(outside).isEqualTo(window);
    assertThat(ranges.covers(first, end)).isEqualTo(window.isEmpty());
  }

  private static BitSet tasks(TaskRanges ranges) {
    var tasks = new BitSet();
    ranges.ranges().forEach(range -> tasks.set(range.first(), range.end()));
    return tasks;
  }

  private static void assertThatNeighboursAreJoined(TaskRanges ranges) {
    List<TaskRange> all = ranges.ranges();
    IntStream.range(1, all.size())
        .forEach(i -> assertThat(all.get(i).first()).isGreaterThan(all.get(i - 1).end()));
    if (!all.isEmpty()) {
      assertThat(ranges.lowest()).isEqualTo(all.get(0));
    }
  }
}
