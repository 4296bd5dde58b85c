package io.reparto.node.jobs.pi;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.job.Plan;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class PiPlanPropertyTest {

  @Property(tries = 50)
  void givenAnyNumberOfSamples_whenPlanning_thenTheTasksCoverThemWithoutGapOrOverlap(
      @ForAll @LongRange(min = 1, max = 50_000_000_000L) long samples) {
    Plan plan = new PiPlan(samples, 0, SamplerKind.SCALAR);

    long covered = 0;
    for (int task = 0; task < plan.taskCount(); task++) {
      var range = (PiRange) plan.partition(task);
      assertThat(range.task()).isEqualTo(task);
      assertThat(range.first()).isEqualTo(covered);
      assertThat(range.samples()).isBetween(1L, PiPlan.TASK_SAMPLES);
      covered += range.samples();
    }
    assertThat(covered).isEqualTo(samples);
  }
}
