package io.reparto.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoordinatorSettingsTest {

  @Test
  void givenNoOverrides_whenRead_thenTheDefaultsAreThoseOfTheReference() {
    assertThat(CoordinatorSettings.from(ConfigFactory.load()))
        .isEqualTo(
            new CoordinatorSettings(
                3,
                2,
                100,
                Duration.ofMillis(100),
                1_000,
                1_000,
                10_000_000,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofMillis(200),
                Duration.ofSeconds(60),
                10_000));
  }

  @ParameterizedTest
  @CsvSource({
    "task-attempts,0,0",
    "task-attempts,101,101",
    "node-losses,0,0",
    "node-losses,101,101",
    "stall-timeout,999ms,999",
    "stall-timeout,3601s,3601000",
    "failures-in-a-row,0,0",
    "failures-in-a-row,1000001,1000001",
    "max-jobs,0,0",
    "max-jobs,100001,100001",
    "remembered-jobs,-1,-1",
    "remembered-jobs,1000001,1000001",
    "remembered-cells,-1,-1",
    "remembered-cells,1099511627777,1099511627777",
    "progress-interval,19ms,19",
    "progress-interval,61s,61000",
    "commit-timeout,999ms,999",
    "commit-timeout,601s,601000",
    "recovery-timeout,-1ms,-1",
    "recovery-timeout,601s,601000",
    "straggler-patience,9ms,9",
    "straggler-patience,601s,601000",
    "stash-size,15,15",
    "stash-size,10000001,10000001"
  })
  void givenAValueOutOfRange_whenRead_thenItIsRefusedByKeyAndValue(
      String key, String value, String shown) {
    var config =
        ConfigFactory.parseString("reparto.coordinator." + key + " = " + value)
            .withFallback(ConfigFactory.load());

    assertThatThrownBy(() -> CoordinatorSettings.from(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reparto.coordinator." + key + " is out of range: value=" + shown);
  }
}
