package io.reparto.node.race.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.node.race.RaceSettings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExplanationTest {

  @Test
  void givenALostUpdate_whenShown_thenEveryAccessHasALine() {
    var lost =
        new LostUpdate(
            List.of(
                new Step(0, 0, Step.Kind.READ, 41),
                new Step(3, 1, Step.Kind.READ, 41),
                new Step(12, 0, Step.Kind.WRITE, 42),
                new Step(15, 1, Step.Kind.WRITE, 42)),
            0);

    List<String> lines = new Explanation(2, 100, 3, 150, Optional.of(lost)).lines();

    assertThat(lines.get(0)).contains("round 3", "2 threads × 100 = 200", "observed 150, lost 50");
    assertThat(lines)
        .contains(
            "   0 ns  thread A reads  41",
            "   3 ns  thread B reads  41",
            "  12 ns  thread A writes 42",
            "  15 ns  thread B writes 42");
  }

  @Test
  void givenNoLoss_whenShown_thenItSaysSoAndWhatToTry() {
    List<String> lines = new Explanation(1, 100, 20, 100, Optional.empty()).lines();

    assertThat(String.join(" ", lines)).contains("20 rounds", "nothing was lost", "--threads");
  }

  @Test
  void givenOneThread_whenRecorded_thenNothingIsLost() throws Exception {
    Explanation explanation = RecordedRounds.explain(new RaceSettings(1, 1000, 2));

    assertThat(explanation.lostUpdate()).isEmpty();
    assertThat(explanation.observed()).isEqualTo(1000);
    assertThat(explanation.rounds()).isEqualTo(2);
  }

  @Test
  void givenRealRounds_whenRecorded_thenALossIsShownExactlyWhereTheCountIsShort() throws Exception {
    Explanation explanation = RecordedRounds.explain(new RaceSettings(3, 5000, 5));

    assertThat(explanation.lostUpdate().isPresent())
        .isEqualTo(explanation.observed() < explanation.expected());
    explanation
        .lostUpdate()
        .ifPresent(
            lost -> {
              long value = lost.steps().get(0).value();
              assertThat(lost.steps())
                  .filteredOn(step -> step.kind() == Step.Kind.READ)
                  .extracting(Step::value)
                  .containsExactly(value, value);
              assertThat(lost.steps())
                  .filteredOn(step -> step.kind() == Step.Kind.WRITE)
                  .extracting(Step::value)
                  .containsExactly(value + 1, value + 1);
            });
  }

  @Test
  void givenManyThreads_whenNamed_thenEachHasAName() {
    assertThat(new Step(0, 25, Step.Kind.READ, 0).threadName()).isEqualTo("Z");
    assertThat(new Step(0, 26, Step.Kind.READ, 0).threadName()).isEqualTo("T26");
  }
}
