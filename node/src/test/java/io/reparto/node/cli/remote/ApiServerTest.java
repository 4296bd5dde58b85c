package io.reparto.node.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiServerTest {

  private static ApiServer server(String uri) {
    return new ApiServer("", URI.create(uri));
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:1, http://127.0.0.1:2, true",
    "http://localhost:1, http://127.0.0.2:2, true",
    "http://[::1]:1, http://127.0.0.1:2, true",
    "http://10.0.0.1:1, http://10.0.0.2:1, true",
    "http://reparto:1, http://10.0.0.2:1, true",
    "http://127.0.0.1:1, http://10.0.0.2:1, false",
    "http://10.0.0.1:1, http://127.0.0.1:1, false",
    "https://10.0.0.1:1, http://10.0.0.2:1, false",
    "https://10.0.0.1:1, https://10.0.0.2:1, false",
    "http://10.0.0.1:1, https://10.0.0.2:1, false"
  })
  void givenAServerThatIsToldOf_whenItsTokenWouldGoElsewhere_thenItIsNotTurnedTo(
      String from, String to, boolean may) {
    assertThat(server(from).mayLeadTo(server(to))).isEqualTo(may);
  }

  @Test
  void givenManyServers_whenLearned_thenAFewAreKeptAndTheGivenOneStaysFirst() {
    var servers = new ApiServers(List.of(server("http://10.0.0.1:1")), note -> {});

    servers.learn(
        List.of("1", "2", "3", "4", "5", "6", "7", "8", "9").stream()
            .map(host -> server("http://10.0.0." + host + ":1"))
            .toList());

    assertThat(servers.known()).hasSize(6).doesNotHaveDuplicates();
    assertThat(servers.known().get(0)).isEqualTo(server("http://10.0.0.1:1/"));
  }

  @Test
  void givenTheOneThatAnswers_whenItIsNotToldOfAgain_thenItIsKept() {
    ApiServer second = server("http://10.0.0.2:1");
    var servers = new ApiServers(List.of(server("http://10.0.0.1:1")), note -> {});
    servers.learn(List.of(second));
    servers.answered(second);

    servers.learn(List.of(server("http://10.0.0.3:1")));

    assertThat(servers.known()).contains(second, server("http://10.0.0.3:1"));
    assertThat(servers.current()).isEqualTo(second);
  }
}
