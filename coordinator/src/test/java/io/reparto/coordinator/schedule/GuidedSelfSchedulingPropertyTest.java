package io.reparto.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class GuidedSelfSchedulingPropertyTest {

  @Property
  void givenAnyJob_whenLeased_thenLeasesCoverItShrinkAndGrowByTheLogOfTasks(
      @ForAll @IntRange(min = 1, max = 1 << 30) int tasks,
      @ForAll @IntRange(min = 1, max = 256) int slots) {
    int first = 0;
    int leases = 0;

    while (first < tasks) {
      int remaining = tasks - first;
      int size = (int) Math.max(1, remaining / (2L * slots));
      int end = GuidedSelfScheduling.leaseEnd(first, tasks, remaining, slots, 1);

      assertThat(end).isGreaterThan(first).isLessThanOrEqualTo(tasks);
      assertThat(end - first).isLessThanOrEqualTo(size);
      int unit = Integer.highestOneBit(size);
      assertThat(end % unit == 0 || end == tasks || end - first == size).isTrue();
      first = end;
      leases++;
    }

    // Each lease takes at least a quarter of what it may once alignment has cut it.
    double logOfTasks = Math.log(Math.max(2, tasks)) + 1;
    assertThat((double) leases).isLessThanOrEqualTo(8.0 * slots * logOfTasks);
  }

  @Property
  void givenALimit_whenLeased_thenItIsNotPassed(
      @ForAll @IntRange(min = 0, max = 1_000) int first,
      @ForAll @IntRange(min = 1, max = 1_000) int length,
      @ForAll @IntRange(min = 0, max = 100_000) int elsewhere,
      @ForAll @IntRange(min = 1, max = 64) int slots,
      @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) int least) {
    int end =
        GuidedSelfScheduling.leaseEnd(first, first + length, length + elsewhere, slots, least);

    assertThat(end).isBetween(first + 1, first + length);
  }

  @Property
  void givenALeastLease_whenLeased_thenNoneButTheLastTakesLessThanHalfOfIt(
      @ForAll @IntRange(min = 1, max = 100_000) int tasks,
      @ForAll @IntRange(min = 1, max = 64) int slots,
      @ForAll @IntRange(min = 1, max = 1_000) int least) {
    int first = 0;
    while (first < tasks) {
      int end = GuidedSelfScheduling.leaseEnd(first, tasks, tasks - first, slots, least);

      assertThat(end == tasks || 2 * (end - first) > least - 1).isTrue();
      first = end;
    }
  }
}
