package io.reparto.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code drill} explains; what it does is for tests with processes. */
class DrillCommandTest {
  private final CommandLineFixture line = new CommandLineFixture();

  @Test
  void givenHelp_whenAsked_thenItNamesTheOptionsAndTheCodes() {
    int code = line.run("drill", "--help");

    assertThat(code).isZero();
    assertThat(line.stdout())
        .startsWith("Usage: reparto drill [OPTION]...")
        .contains("--seed=S", "--schedules=N", "--only=K", "--minutes=M", "--no-network")
        .contains("every schedule ended as it should, or was skipped");
    assertThat(List.of(line.stderr())).containsExactly("");
  }
}
