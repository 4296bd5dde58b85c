package io.reparto.node.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SchedulePropertyTest {

  @Property
  void givenASeedAndANumber_whenMadeTwice_thenItIsTheSame(
      @ForAll @IntRange(min = 0) int seed, @ForAll @IntRange(min = 1, max = 10_000) int number) {
    assertThat(Schedule.of(seed, number)).isEqualTo(Schedule.of(seed, number));
  }

  @Property
  void givenASchedule_whenItsFaultsAreLookedAt_thenTheyComeOneAfterTheOtherWhileJobsRun(
      @ForAll @IntRange(min = 0) int seed, @ForAll @IntRange(min = 1, max = 10_000) int number) {
    Schedule schedule = Schedule.of(seed, number);

    List<Integer> moments = schedule.faults().stream().map(Fault::atPercent).toList();
    assertThat(moments).isNotEmpty().isSorted().doesNotHaveDuplicates();
    assertThat(moments).allMatch(percent -> percent > 0 && percent < 80);
    assertThat(schedule.jobs()).doesNotHaveDuplicates().hasSizeBetween(1, 4);
    assertThat(schedule.faults())
        .allMatch(
            fault ->
                (fault.millis() > 0)
                    == (fault.kind() == Fault.Kind.PAUSE || fault.kind() == Fault.Kind.SLOW));
    assertThat(schedule.faults().stream().anyMatch(one -> one.kind() == Fault.Kind.CUT))
        .isEqualTo(schedule.splitsTheNetwork());
  }

  @Test
  void givenManySchedules_whenCounted_thenEveryFaultHitsEveryTargetAndEveryJobRuns() {
    Map<Fault.Kind, HashSet<Fault.Target>> hit = new EnumMap<>(Fault.Kind.class);
    var ran = new HashSet<DrillJob>();

    IntStream.rangeClosed(1, 1_000)
        .mapToObj(number -> Schedule.of(1, number))
        .forEach(
            schedule -> {
              ran.addAll(schedule.jobs());
              for (Fault fault : schedule.faults()) {
                hit.computeIfAbsent(fault.kind(), kind -> new HashSet<>()).add(fault.target());
              }
            });

    assertThat(hit).containsOnlyKeys(Fault.Kind.values());
    assertThat(hit.values()).allMatch(targets -> targets.size() == Fault.Target.values().length);
    assertThat(ran).containsExactlyInAnyOrder(DrillJob.values());
  }
}
