package io.reparto.node.jobs.pi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.job.Plan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PiJobTest {

  @Test
  void givenTheServiceFile_whenLoadingJobs_thenPiIsThere() {
    assertThat(Jobs.load(getClass().getClassLoader()).named("pi")).isInstanceOf(PiJob.class);
  }

  @Test
  void givenSamplesAlone_whenPlanning_thenSeedAndKernelHaveTheirDefaults() {
    assertThat(plan(Map.of("samples", List.of("2_000_000"))))
        .isEqualTo(new PiPlan(2_000_000, 0, SamplerKind.SIMD));
  }

  @Test
  void givenAllArguments_whenPlanning_thenTheyAreTaken() {
    assertThat(
            plan(
                Map.of(
                    "samples",
                    List.of("1e9"),
                    "seed",
                    List.of("-7"),
                    "kernel",
                    List.of("columns"))))
        .isEqualTo(new PiPlan(1_000_000_000, -7, SamplerKind.COLUMNS));
  }

  @Test
  void givenNoSamples_whenPlanning_thenTheJobIsRefused() {
    assertThatThrownBy(() -> plan(Map.of()))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("--samples is required");
    assertThatThrownBy(() -> plan(Map.of("samples", List.of("0"))))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("--samples must be a whole number from 1 to")
        .hasMessageContaining("given=0");
  }

  @Test
  void givenAnUnknownKernel_whenPlanning_thenTheMessageListsTheKernels() {
    assertThatThrownBy(() -> plan(Map.of("samples", List.of("1"), "kernel", List.of("gpu"))))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage("--kernel must be simd, scalar or columns: given=gpu");
  }

  private static Plan plan(Map<String, List<String>> arguments) {
    return new PiJob().plan(new JobSpec("pi", arguments));
  }
}
