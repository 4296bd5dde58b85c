package io.reparto.node.jobs.pi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reparto.protocol.job.DoubleColumn;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

class PiPlanTest {

  @Test
  void givenTheMostSamples_whenPlanning_thenThereAreAsManyTasksAsAllowed() {
    Plan plan = new PiPlan(PiPlan.MAX_SAMPLES, 0, SamplerKind.SIMD);

    var last = (PiRange) plan.partition(Plan.MAX_TASKS - 1);

    assertThat(plan.taskCount()).isEqualTo(Plan.MAX_TASKS);
    assertThat(last.first() + last.samples()).isEqualTo(PiPlan.MAX_SAMPLES);
  }

  @Test
  void givenPartials_whenPreviewing_thenPiAndItsErrorShowTheDigitsThatCount() {
    Plan plan = new PiPlan(1_000_000, 0, SamplerKind.SIMD);

    assertThat(plan.preview(List.of())).isEmpty();
    assertThat(plan.preview(List.of(new PiCount(785_000, 1_000_000, 0), PiCount.NONE)))
        .isEqualTo("pi 3.140 ± 0.002");
    assertThat(plan.preview(List.of(new PiCount(1, 1, 0)))).isEqualTo("pi 4.0 ± 1.2");
  }

  @Test
  void givenAllSamplesOnOneSide_whenFinishing_thenTheStandardErrorIsNotZero() {
    assertThat(new PiCount(1, 1, 0).standardError()).isEqualTo(4 * Math.sqrt(0.75 * 0.25 / 2));
    assertThat(new PiCount(0, 1, 0).standardError()).isEqualTo(4 * Math.sqrt(0.25 * 0.75 / 2));
    assertThat(new PiCount(9, 9, 0).standardError())
        .isCloseTo(4 * Math.sqrt(0.95 * 0.05 / 10), within(1e-15));
    assertThat(new PiCount(1, 2, 0).standardError()).isEqualTo(4 * Math.sqrt(0.25 / 2));
    assertThat(PiCount.NONE.standardError()).isNaN();
  }

  @Test
  void givenACount_whenFinishing_thenTheResultIsOneRow() {
    Plan plan = new PiPlan(100, 0, SamplerKind.SIMD);

    JobResult result = plan.finish(new PiCount(80, 100, 0));

    assertThat(result)
        .isEqualTo(
            new JobResult(
                List.of(
                    DoubleColumn.of("pi", 3.2),
                    DoubleColumn.of("standard_error", 4 * Math.sqrt(0.8 * (1 - 0.8) / 100)),
                    DoubleColumn.of("error", 3.2 - Math.PI),
                    LongColumn.of("inside", 80),
                    LongColumn.of("samples", 100))));
  }

  @Test
  void givenSamplesWithoutVectors_whenRemarking_thenOneNoticeSaysSoAndTheResultIsTheSame() {
    Plan plan = new PiPlan(100, 0, SamplerKind.SIMD);
    var with = new PiCount(80, 100, 0);
    var without = new PiCount(80, 100, 40);

    assertThat(plan.remarks(with)).isEmpty();
    assertThat(plan.remarks(without)).singleElement().asString().contains("samples=40 of 100");
    assertThat(plan.finish(without).digest()).isEqualTo(plan.finish(with).digest());
  }
}
