package io.reparto.coordinator.http;

import static io.reparto.coordinator.http.ApiServer.assertProblem;
import static io.reparto.coordinator.http.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers with other settings: a token, no coordinator, few jobs, a small limit. */
class HttpServerTest {
  private static final String TOKEN = "a-token-of-24-characters";
  private static final String ONE_TASK = "{\"job\": \"bracket\", \"arguments\": {\"tasks\": 1}}";

  @Test
  void givenAToken_whenItIsNotSent_thenNothingIsAnswered() {
    try (ApiServer api = ApiServer.start("reparto.http.token = " + TOKEN)) {
      for (String path : new String[] {"/api/jobs", "/api/cluster", "/api/openapi.json"}) {
        HttpResponse<String> none = api.get(path, path);
        HttpResponse<String> wrong = api.get(path, path, "Authorization", "Bearer " + TOKEN + "x");
        HttpResponse<String> basic = api.get(path, path, "Authorization", "Basic eDp5");

        assertProblem(none, 401, "Authorization: Bearer");
        assertProblem(wrong, 401, "token");
        assertProblem(basic, 401, "Bearer");
        assertThat(none.headers().firstValue("WWW-Authenticate"))
            .contains("Bearer realm=\"reparto\"");
        assertThat(wrong.headers().firstValue("WWW-Authenticate"))
            .contains("Bearer realm=\"reparto\", error=\"invalid_token\"");
        assertThat(wrong.body()).doesNotContain(TOKEN);
      }
      assertProblem(api.get(null, "/nowhere"), 401, "token");
    }
  }

  @Test
  void givenAToken_whenItIsSent_thenTheServerAnswersAtAnyAddress() {
    try (ApiServer api =
        ApiServer.start("reparto.http.token = " + TOKEN, "reparto.http.host = 0.0.0.0")) {
      String path = "/api/cluster";

      assertThat(api.get(path, path, "Authorization", "bearer " + TOKEN).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void givenNoCoordinator_whenAsked_thenItIsUnavailableAndToBeTriedAgain() {
    try (ApiServer api =
        ApiServer.startWithoutCoordinator("reparto.http.request-timeout = 150ms")) {
      String job = "/api/jobs/{id}";
      for (HttpResponse<String> response :
          List.of(
              api.post(ONE_TASK),
              api.get("/api/jobs", "/api/jobs"),
              api.get(job, "/api/jobs/a"),
              api.delete("a"),
              api.get(job + "/result", "/api/jobs/a/result"),
              api.get(job + "/events", "/api/jobs/a/events"),
              api.get("/api/cluster", "/api/cluster"))) {
        assertProblem(response, 503, "no coordinator");
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
      }
      assertThat(api.get("/api/openapi.json", "/api/openapi.json").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void givenAsManyJobsAsFit_whenOneMoreIsSubmitted_thenItIsToComeLater() {
    try (ApiServer api = ApiServer.start("reparto.coordinator.max-jobs = 1")) {
      String first = api.submit(ONE_TASK);

      HttpResponse<String> second = api.post(ONE_TASK);

      assertProblem(second, 429, "too many jobs");
      assertThat(second.headers().firstValue("Retry-After")).contains("5");
      api.delete(first);
      assertThat(api.post(ONE_TASK).statusCode()).isEqualTo(201);
    }
  }

  @Test
  void givenASmallLimit_whenABodyIsLarger_thenItIsRefused() {
    try (ApiServer api = ApiServer.start("reparto.http.max-body = 1KiB")) {
      assertProblem(api.post(ONE_TASK + " ".repeat(1024)), 413, "1024");
      assertThat(api.post(ONE_TASK + " ".repeat(1024 - ONE_TASK.length())).statusCode())
          .isEqualTo(201);
    }
  }

  @Test
  void givenAPortThatIsTaken_whenStarted_thenThatFails() {
    try (ApiServer api = ApiServer.start()) {
      int port = api.server().address().getPort();

      assertThat(api.server().uri().toString()).isEqualTo("http://127.0.0.1:" + port);
      assertThatThrownBy(() -> ApiServer.start("reparto.http.port = " + port))
          .hasMessageContaining(Integer.toString(port));
    }
  }

  @Test
  void givenTheDescription_whenFetched_thenItIsTheCommittedOne() {
    try (ApiServer api = ApiServer.start()) {
      assertThat(json(api.get("/api/openapi.json", "/api/openapi.json")))
          .isEqualTo(new ApiDescription().root());
    }
  }
}
