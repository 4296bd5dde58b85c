package io.reparto.node.lab.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ScalingFitTest {
  private static final int[] SIZES = {1, 2, 4, 8, 16, 32, 64};

  /** Five runs of each size, each off by a factor of about that much. */
  private static List<Observation> runs(
      double noise, int seed, DoubleUnaryOperator seconds, int... sizes) {
    var random = new Random(seed);
    var runs = new ArrayList<Observation>();
    for (int size : sizes) {
      for (int run = 0; run < 5; run++) {
        double factor = Math.exp(noise * random.nextGaussian());
        runs.add(new Observation(size, seconds.applyAsDouble(size) * factor));
      }
    }
    return runs;
  }

  private static DoubleUnaryOperator usl(double one, double sigma, double kappa) {
    return n -> one * (1 + sigma * (n - 1) + kappa * n * (n - 1)) / n;
  }

  @Test
  void givenTheUniversalLawWithoutNoise_whenFitted_thenItsParametersAreFound() throws Exception {
    ScalingFit fit = ScalingFit.of(runs(0, 1, usl(8, 0.03, 0.0004), SIZES), false, 200);

    assertThat(fit.usl().oneSeconds()).isEqualTo(8, within(1e-6));
    assertThat(fit.usl().sigma()).isEqualTo(0.03, within(1e-6));
    assertThat(fit.usl().kappa()).isEqualTo(0.0004, within(1e-8));
    assertThat(fit.usl().deviation()).isLessThan(1e-6);
    assertThat(fit.peak().orElseThrow().value()).isEqualTo(Math.sqrt(0.97 / 0.0004), within(1e-3));
    assertThat(fit.usl().speedup(64))
        .isEqualTo(64 / (1 + 0.03 * 63 + 0.0004 * 64 * 63), within(1e-6));
  }

  @Test
  void givenNoise_whenFitted_thenTheTruthIsWithinTheBandsAndTheBandsAreNotWide() throws Exception {
    int within = 0;
    for (int seed = 0; seed < 20; seed++) {
      ScalingFit fit = ScalingFit.of(runs(0.03, seed, usl(8, 0.05, 0.001), SIZES), false, 200);

      boolean sigma = fit.sigma().low() <= 0.05 && 0.05 <= fit.sigma().high();
      boolean kappa = fit.kappa().low() <= 0.001 && 0.001 <= fit.kappa().high();
      within += sigma && kappa ? 1 : 0;
      assertThat(fit.sigma().high() - fit.sigma().low()).isBetween(0.001, 0.05);
      assertThat(fit.usl().kappa()).isEqualTo(0.001, within(0.0005));
      Interval at64 = fit.speedup(64);
      assertThat(at64.value()).isBetween(at64.low(), at64.high());
    }
    assertThat(within).isGreaterThanOrEqualTo(16); // of 20, both bands of 95 %
  }

  @Test
  void givenAmdahlsLaw_whenFitted_thenTheSerialShareIsFoundAndThereIsNoPeakWithinReach()
      throws Exception {
    ScalingFit exact = ScalingFit.of(runs(0, 1, n -> 5 * (0.1 + 0.9 / n), SIZES), false, 200);
    ScalingFit noisy = ScalingFit.of(runs(0.03, 2, n -> 5 * (0.1 + 0.9 / n), SIZES), false, 200);

    assertThat(exact.serial().share()).isEqualTo(0.1, within(1e-6));
    assertThat(exact.serial().speedup(1e9)).isEqualTo(10, within(1e-3));
    assertThat(exact.usl().kappa()).isLessThan(1e-9);
    assertThat(noisy.serialShare().low()).isLessThan(0.1);
    assertThat(noisy.serialShare().high()).isGreaterThan(0.1);
    assertThat(noisy.peak().map(Interval::high).orElse(Double.POSITIVE_INFINITY))
        .isGreaterThan(1_000);
  }

  @Test
  void givenGustafsonsLaw_whenFittedAsWeakScaling_thenTheSerialShareIsFound() throws Exception {
    ScalingFit fit = ScalingFit.of(runs(0, 1, n -> 5 / (n - 0.2 * (n - 1)), SIZES), true, 200);

    assertThat(fit.serial().name()).isEqualTo("Gustafson");
    assertThat(fit.serial().share()).isEqualTo(0.2, within(1e-6));
  }

  @Test
  void givenMoreThanPerfectScaling_whenFitted_thenNoParameterIsNegative() throws Exception {
    ScalingFit fit = ScalingFit.of(runs(0.01, 3, n -> 5 / Math.pow(n, 1.1), SIZES), false, 200);

    assertThat(fit.serial().share()).isZero();
    assertThat(fit.usl().sigma()).isNotNegative();
    assertThat(fit.usl().kappa()).isNotNegative();
    assertThat(fit.usl().speedup(64)).isEqualTo(64, within(1.0));
  }

  @Test
  void givenCoherencyAlone_whenFitted_thenContentionIsZero() throws Exception {
    // As with a sigma a little below zero.
    ScalingFit fit = ScalingFit.of(runs(0, 1, usl(3, -0.005, 0.01), SIZES), false, 200);

    assertThat(fit.usl().sigma()).isZero();
    assertThat(fit.usl().kappa()).isEqualTo(0.01, within(0.001));
  }

  @Test
  void givenTheSameRuns_whenFittedTwice_thenTheBandsAreTheSame() throws Exception {
    List<Observation> runs = runs(0.05, 4, usl(8, 0.05, 0.001), SIZES);

    assertThat(ScalingFit.of(runs, false, 200).sigma())
        .isEqualTo(ScalingFit.of(runs, false, 200).sigma());
  }

  @Test
  void givenThreeSizes_whenFitted_thenItIsRefused() {
    assertThatThrownBy(() -> ScalingFit.of(runs(0, 1, usl(8, 0.05, 0), 1, 2, 4), false, 200))
        .isInstanceOf(ScalingFit.RefusedException.class)
        .hasMessageContaining("at least 4 sizes")
        .hasMessageContaining("given=[1, 2, 4]");
  }

  @Test
  void givenTwoRunsOfASize_whenFitted_thenItIsRefused() {
    var runs = new ArrayList<Observation>(runs(0.01, 1, usl(8, 0.05, 0), 1, 2, 4));
    runs.add(new Observation(8, 2));
    runs.add(new Observation(8, 2));

    assertThatThrownBy(() -> ScalingFit.of(runs, false, 200))
        .isInstanceOf(ScalingFit.RefusedException.class)
        .hasMessageContaining("at least 3 runs of each size");
  }

  @Test
  void givenNoiseLargerThanTheEffect_whenFitted_thenItIsRefused() {
    List<Observation> flat = runs(0.2, 5, n -> 3, 1, 2, 4, 8); // nothing scales, everything jumps

    assertThatThrownBy(() -> ScalingFit.of(flat, false, 200))
        .isInstanceOf(ScalingFit.RefusedException.class)
        .hasMessageContaining("the noise exceeds the effect");
  }

  @Test
  void givenNoTime_whenObserved_thenItIsRefused() {
    assertThatThrownBy(() -> new Observation(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Observation(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
