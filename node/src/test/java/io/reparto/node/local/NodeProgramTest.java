package io.reparto.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeProgramTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Dreparto.stdout.terminal=true",
        "-Dreparto.stderr.terminal=false",
        "-Xmx4g",
        "-Xms1g",
        "-XX:MaxHeapSize=1g",
        "-agentlib:jdwp=transport=dt_socket,server=y,address=5005"
      })
  void givenAFlagOfThisProcess_whenAsked_thenChildrenDoNotGetIt(String flag) {
    assertThat(NodeProgram.isOfThisProcessOnly(flag)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+UseParallelGC",
        "-Dreparto.worker.slice=5ms",
        "-XX:AOTCache=a.archive",
        "--enable-native-access=ALL-UNNAMED",
        "-Xlog:disable"
      })
  void givenAnotherFlag_whenAsked_thenChildrenGetIt(String flag) {
    assertThat(NodeProgram.isOfThisProcessOnly(flag)).isFalse();
  }

  @Test
  void givenThisJvm_whenAsked_thenItsClassPathIsTheNodes() {
    NodeProgram program = NodeProgram.ofThisJvm("Main", "node");

    assertThat(program.flags()).endsWith("-cp", System.getProperty("java.class.path"));
    assertThat(program.words()).containsExactly("Main", "node");
    assertThat(program.java()).isExecutable();
  }
}
