package io.reparto.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class HealthEndpointsTest {
  private static HttpResponse<String> get(ApiServer server, String path, String... headers)
      throws Exception {
    return server
        .client()
        .send(server.request(path, headers).GET().build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void givenANodeWithACoordinator_whenProbed_thenItIsReady() throws Exception {
    try (ApiServer server = ApiServer.start()) {
      assertThat(get(server, "/ready").statusCode()).isEqualTo(200);
      assertThat(get(server, "/alive").statusCode()).isEqualTo(200);
      assertThat(get(server, "/metrics").body()).contains("reparto_leases_total 3");
    }
  }

  @Test
  void givenANodeWithoutACoordinator_whenProbed_thenItIsAliveAndNotReady() throws Exception {
    try (ApiServer server = ApiServer.startWithoutCoordinator()) {
      assertThat(get(server, "/ready").statusCode()).isEqualTo(503);
      assertThat(get(server, "/alive").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void givenAToken_whenMetricsAreAskedForWithoutIt_thenOnlyProbesAreAnswered() throws Exception {
    String token = "0123456789abcdef";
    try (ApiServer server = ApiServer.start("reparto.http.token = \"" + token + "\"")) {
      assertThat(get(server, "/ready").statusCode()).isEqualTo(200);
      assertThat(get(server, "/metrics").statusCode()).isEqualTo(401);
      assertThat(get(server, "/metrics", "Authorization", "Bearer " + token).statusCode())
          .isEqualTo(200);
    }
  }
}
