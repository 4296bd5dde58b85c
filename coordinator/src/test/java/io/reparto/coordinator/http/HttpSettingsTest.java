package io.reparto.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSettingsTest {
  private static final String TOKEN = "0123456789abcdef";

  private static HttpSettings read(String settings) {
    return HttpSettings.from(
        ConfigFactory.parseString(settings).withFallback(ConfigFactory.load()));
  }

  @Test
  void givenNoOverrides_whenRead_thenTheDefaultsAreThoseOfTheReference() {
    assertThat(read(""))
        .isEqualTo(
            new HttpSettings(
                "127.0.0.1",
                8550,
                "",
                Duration.ofSeconds(3),
                128 * 1024,
                Duration.ofSeconds(2),
                Duration.ofSeconds(3)));
  }

  @ParameterizedTest
  @CsvSource({
    "port,-1,-1",
    "port,65536,65536",
    "request-timeout,99ms,99",
    "request-timeout,301s,301000",
    "max-body,1023,1023",
    "max-body,131073,131073",
    "max-body,9GiB,2147483647",
    "heartbeat,99ms,99",
    "heartbeat,5001ms,5001",
    "stop-timeout,-1ms,-1",
    "stop-timeout,61s,61000"
  })
  void givenAValueOutOfRange_whenRead_thenItIsRefusedByKeyAndValue(
      String key, String value, String shown) {
    assertThatThrownBy(() -> read("reparto.http." + key + " = \"" + value + "\""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reparto.http." + key + " is out of range: value=" + shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", ""})
  void givenAnAddressBeyondLoopback_whenThereIsNoToken_thenItIsRefused(String host) {
    assertThatThrownBy(() -> read("reparto.http.host = \"" + host + "\""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("REPARTO_HTTP_TOKEN")
        .hasMessageEndingWith("host=" + host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.0.0.2"})
  void givenLoopback_whenThereIsNoToken_thenItIsTaken(String host) {
    assertThat(read("reparto.http.host = \"" + host + "\"").host()).isEqualTo(host);
  }

  @Test
  void givenAToken_whenRead_thenAnyAddressIsTakenAndTheTokenIsNotShown() {
    HttpSettings settings = read("reparto.http { host = 0.0.0.0, token = " + TOKEN + " }");

    assertThat(settings.token()).isEqualTo(TOKEN);
    assertThat(settings.toString()).contains("0.0.0.0").doesNotContain(TOKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0123456789abcde", "0123456789 abcdef", "0123456789abcdé+", "0123456=89abcdef"})
  void givenABadToken_whenRead_thenItIsRefusedAndNotShown(String token) {
    assertThatThrownBy(() -> read("reparto.http.token = \"" + token + "\""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reparto.http.token")
        .hasMessageNotContaining(token);
  }
}
