package io.reparto.node.race.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.node.lab.Machine;
import io.reparto.node.race.RaceSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemarksTest {

  private static List<String> remarks(int threads, int cores, double nanos) {
    var settings = new RaceSettings(threads, 10, 1);
    var outcome = new Outcome("plain field", false, threads * 10L, List.of(1L), nanos, 0);
    return Remarks.ofThreads(settings, List.of(outcome), new Machine("any", cores, "17"));
  }

  @Test
  void givenAnyRace_whenRemarked_thenFoldingAndCostAreExplained() {
    assertThat(remarks(3, 2, 0.5))
        .anyMatch(remark -> remark.contains("+= n"))
        .anyMatch(remark -> remark.contains("ns/increment is wall time"))
        .noneMatch(remark -> remark.contains("too fast"));
  }

  @Test
  void givenATimeThatNoCoreCanDo_whenRemarked_thenTheLoopWasFolded() {
    assertThat(remarks(3, 2, 0.01)).anyMatch(remark -> remark.startsWith("plain field: too fast"));
    assertThat(remarks(64, 64, 0.01)).noneMatch(remark -> remark.contains("too fast"));
  }

  @Test
  void givenOneCoreOrOneThread_whenRemarked_thenItIsSaidThatThereIsNoRace() {
    assertThat(remarks(3, 1, 0.5)).anyMatch(remark -> remark.startsWith("one core"));
    assertThat(remarks(1, 2, 0.5)).anyMatch(remark -> remark.startsWith("one alone"));
  }
}
