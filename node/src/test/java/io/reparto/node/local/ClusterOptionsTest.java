package io.reparto.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterOptionsTest {

  @Test
  void givenNothing_whenCompleted_thenThereAreThreeNodesThatShareTheCores() {
    var options = ClusterOptions.of(Map.of());

    int slots = Math.max(1, Runtime.getRuntime().availableProcessors() / 3);
    assertThat(options.nodes())
        .containsExactly(
            new LocalNode(1, Role.BOTH, slots, 25520, 25620),
            new LocalNode(2, Role.BOTH, slots, 25521, 25621),
            new LocalNode(3, Role.BOTH, slots, 25522, 25622));
    assertThat(options.memory()).isEqualTo("1g");
    assertThat(options.transport()).isEqualTo(Transport.TCP);
  }

  @Test
  void givenRolesApart_whenPlanned_thenNumbersGoOn() {
    var options = ClusterOptions.of(Map.of("coordinators", "2", "workers", "3"));

    assertThat(options.nodes())
        .extracting(LocalNode::role)
        .isEqualTo(
            List.of(Role.COORDINATOR, Role.COORDINATOR, Role.WORKER, Role.WORKER, Role.WORKER));
    assertThat(options.nodes()).extracting(LocalNode::number).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void givenSomeOptions_whenCompared_thenOnlyThoseGivenCount() {
    var options = ClusterOptions.of(Map.of("coordinators", "1", "workers", "2"));

    assertThat(options.differences(Map.of())).isEmpty();
    assertThat(options.differences(Map.of("workers", "2", "memory", "1g"))).isEmpty();
    assertThat(options.differences(Map.of("nodes", "3"))).isEqualTo(Map.of("nodes", "not given"));
    assertThat(options.differences(Map.of("workers", "3"))).isEqualTo(Map.of("workers", "2"));
  }

  @Test
  void givenEveryWord_whenReadBack_thenItIsTheSame() {
    for (Transport transport : Transport.values()) {
      assertThat(Transport.of(transport.word())).isEqualTo(transport);
    }
    for (Role role : Role.values()) {
      assertThat(Role.of(role.word())).isEqualTo(role);
    }
  }
}
