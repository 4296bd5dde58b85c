package io.reparto.coordinator.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrySettingsTest {

  @Test
  void givenNoOverrides_whenRead_thenTheDefaultsAreThoseOfTheReference() {
    assertThat(RegistrySettings.from(ConfigFactory.load()))
        .isEqualTo(
            new RegistrySettings(
                false,
                Path.of("registry"),
                Duration.ofSeconds(20),
                Duration.ofSeconds(3),
                64 * 1024,
                200));
  }

  @ParameterizedTest
  @CsvSource({
    "reunion,601s,601000",
    "timeout,99ms,99",
    "timeout,61s,61000",
    "result-size,96.1KiB,98406",
    "ended-jobs,-1,-1",
    "ended-jobs,10001,10001"
  })
  void givenAValueOutOfRange_whenRead_thenItIsRefusedByKeyAndValue(
      String key, String value, String shown) {
    var config =
        ConfigFactory.parseString("reparto.registry." + key + " = " + value)
            .withFallback(ConfigFactory.load());

    assertThatThrownBy(() -> RegistrySettings.from(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reparto.registry." + key + " is out of range: value=" + shown);
  }

  @Test
  void givenNoDirectory_whenTheRegistryIsToBeDurable_thenTheKeyIsNamed() {
    var config =
        ConfigFactory.parseString("reparto.registry { durable = on, directory = \"\" }")
            .withFallback(ConfigFactory.load());

    assertThatThrownBy(() -> RegistrySettings.from(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reparto.registry.directory must name a directory");
  }
}
