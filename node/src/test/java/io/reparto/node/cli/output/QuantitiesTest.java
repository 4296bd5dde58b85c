package io.reparto.node.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuantitiesTest {

  @Test
  void givenCounts_whenShown_thenTheyHaveThreeDigits() {
    assertThat(Quantities.count(9999)).isEqualTo("9999");
    assertThat(Quantities.count(50_000_000)).isEqualTo("50.0 M");
    assertThat(Quantities.count(999_950)).isEqualTo("1.00 M");
    assertThat(Quantities.count(1.5)).isEqualTo("1.50");
    assertThat(Quantities.bytes(693_000_000)).isEqualTo("693 MB");
    assertThat(Quantities.bytes(12)).isEqualTo("12 B");
  }

  @Test
  void givenDurations_whenShown_thenTheUnitFits() {
    assertThat(Quantities.seconds(Duration.ofMillis(12))).isEqualTo("0.012 s");
    assertThat(Quantities.seconds(Duration.ofMillis(1040))).isEqualTo("1.04 s");
    assertThat(Quantities.seconds(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
    assertThat(Quantities.seconds(Duration.ofMinutes(135))).isEqualTo("2 h 15 min");
  }
}
