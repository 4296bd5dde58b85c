package io.reparto.node.jobs.pi;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PiKernelTest {

  @ParameterizedTest
  @ValueSource(strings = {"simd", "scalar", "columns"})
  void givenSlicesOfAnyLength_whenRunning_thenTheCountIsTheSame(String kind) throws Exception {
    Plan plan = PiRuns.plan(kind, 1_000_003, 11);

    PiCount inOneGo = PiRuns.count(plan, PiRuns.ENDLESS);
    PiCount inSlices = PiRuns.count(plan, PiRuns.OVER_AT_ONCE);

    assertThat(inSlices).isEqualTo(inOneGo);
    assertThat(inOneGo.samples()).isEqualTo(1_000_003);
  }

  @ParameterizedTest
  @ValueSource(strings = {"simd", "scalar", "columns"})
  void givenASliceThatIsOver_whenRunning_thenTheKernelReturnsWithMoreToDo(String kind)
      throws Exception {
    Plan plan = PiRuns.plan(kind, 1_000_003, 0);
    try (Kernel kernel = plan.openKernel()) {
      kernel.begin(plan.partition(0));

      assertThat(kernel.run(PiRuns.OVER_AT_ONCE)).isEqualTo(Step.MORE);
      assertThat(kernel.work().units()).isBetween(1L, 200_000L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"simd", "scalar", "columns"})
  void givenFixedSeeds_whenEstimating_thenPiIsWithinFiveStandardErrors(String kind)
      throws Exception {
    for (long seed : new long[] {0, 1, 2, -1, Long.MIN_VALUE, 0x9E3779B97F4A7C15L}) {
      PiCount count = PiRuns.count(PiRuns.plan(kind, 3_000_000, seed), PiRuns.ENDLESS);

      assertThat(Math.abs(count.pi() - Math.PI))
          .as("seed=%d", seed)
          .isLessThan(5 * count.standardError());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"simd", "scalar", "columns"})
  void givenTwoTasksOfOneSize_whenRunning_thenTheirPointsDiffer(String kind) throws Exception {
    long samples = 2 * PiPlan.TASK_SAMPLES;
    Plan plan = PiRuns.plan(kind, samples, 0);
    try (Kernel kernel = plan.openKernel()) {
      PiCount first = PiRuns.countTask(plan, kernel, 0, PiRuns.ENDLESS);
      PiCount second = PiRuns.countTask(plan, kernel, 1, PiRuns.ENDLESS);
      PiCount firstAgain = PiRuns.countTask(plan, kernel, 0, PiRuns.ENDLESS);

      assertThat(second.inside()).isNotEqualTo(first.inside());
      assertThat(firstAgain).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "31", "32", "33", "4095", "4096", "4097", "300001"})
  void givenAnyNumberOfSamples_whenComparingColumnsWithScalar_thenTheyCountTheSame(long samples)
      throws Exception {
    PiCount scalar = PiRuns.count(PiRuns.plan("scalar", samples, 5), PiRuns.ENDLESS);
    PiCount columns = PiRuns.count(PiRuns.plan("columns", samples, 5), PiRuns.ENDLESS);

    assertThat(columns).isEqualTo(scalar);
    assertThat(scalar.samples()).isEqualTo(samples);
  }

  /** A change of these numbers changes every result users have written down. */
  @ParameterizedTest
  @CsvSource({
    "simd, 1000, 0, 798",
    "simd, 9000001, 0, 7072095",
    "simd, 9000001, 77, 7069561",
    "scalar, 1000, 0, 782",
    "scalar, 9000001, 0, 7068716",
    "scalar, 9000001, 77, 7070400",
  })
  void givenPinnedJobs_whenRunning_thenTheirCountsNeverChange(
      String kind, long samples, long seed, long inside) throws Exception {
    PiCount count = PiRuns.count(PiRuns.plan(kind, samples, seed), PiRuns.ENDLESS);

    assertThat(count.inside()).isEqualTo(inside);
    assertThat(count.samples()).isEqualTo(samples);
  }

  @Test
  void givenScalarAndColumns_whenFinished_thenNoSamplesCountAsLackingVectors() throws Exception {
    for (String kind : new String[] {"scalar", "columns"}) {
      assertThat(PiRuns.count(PiRuns.plan(kind, 100, 0), PiRuns.ENDLESS).withoutVectors()).isZero();
    }
  }
}
