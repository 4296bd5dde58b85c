package io.reparto.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reparto.coordinator.BracketJob;
import io.reparto.coordinator.Coordinator;
import io.reparto.coordinator.CoordinatorSettings;
import io.reparto.coordinator.FakeWorker;
import io.reparto.coordinator.Measures;
import io.reparto.coordinator.registry.NoRegistry;
import io.reparto.protocol.api.ClusterJson;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.serialization.JobsSetup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A coordinator and its API on a free port, and a client that compares answers with openapi.json.
 */
final class ApiServer implements AutoCloseable {
  private static final String DEFAULTS =
      """
      akka.actor.testkit.typed.single-expect-default = 20s
      reparto.http.port = 0
      reparto.coordinator.progress-interval = 20ms
      """;

  static final List<ClusterJson.NodeJson> NODES =
      List.of(
          new ClusterJson.NodeJson(
              "node-1", "10.0.0.1:1", "http://10.0.0.1:2", List.of("worker"), true),
          new ClusterJson.NodeJson(
              null, "10.0.0.2:1", null, List.of("coordinator", "worker"), false));

  private final ActorTestKit testKit;
  private final ActorRef<CoordinatorCommand> coordinator;
  private final HttpServer server;
  private final ApiDescription description = new ApiDescription();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private record FixedHealth(boolean ready) implements NodeHealth {
    @Override
    public CompletionStage<Boolean> isReady() {
      return CompletableFuture.completedStage(ready);
    }

    @Override
    public String metrics() {
      return "reparto_leases_total 3\n";
    }
  }

  private ApiServer(Config config, boolean answers) {
    Jobs jobs = Jobs.of(new BracketJob(), new TableJob());
    var setup = ActorSystemSetup.create(BootstrapSetup.create(config), new JobsSetup(jobs));
    testKit = ActorTestKit.create(ActorSystem.create(Behaviors.empty(), "api", setup));
    coordinator =
        answers
            ? testKit.spawn(
                Coordinator.create(
                    jobs, CoordinatorSettings.from(config), new NoRegistry(1), 1024, Measures.NONE))
            : testKit.createTestProbe(CoordinatorCommand.class).ref();
    server =
        HttpServer.start(
                testKit.system(),
                coordinator,
                jobs,
                HttpSettings.from(config),
                new FixedHealth(answers),
                () -> CompletableFuture.completedStage(NODES))
            .toCompletableFuture()
            .join();
  }

  static ApiServer start(String... settings) {
    return new ApiServer(config(settings), true);
  }

  /** Its coordinator never answers. */
  static ApiServer startWithoutCoordinator(String... settings) {
    return new ApiServer(config(settings), false);
  }

  private static Config config(String... settings) {
    return ConfigFactory.parseString(String.join("\n", settings))
        .withFallback(ConfigFactory.parseString(DEFAULTS))
        .withFallback(ConfigFactory.load());
  }

  FakeWorker worker(String name) {
    return new FakeWorker(name, testKit, coordinator).joined();
  }

  HttpServer server() {
    return server;
  }

  ActorSystem<?> system() {
    return testKit.system();
  }

  HttpClient client() {
    return client;
  }

  /** A request to a path, with headers: a name, a value, and so on. */
  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.uri() + path)).timeout(Duration.ofSeconds(20));
    return headers.length == 0 ? request : request.headers(headers);
  }

  HttpResponse<String> get(String template, String path, String... headers) {
    return send(template, request(path, headers).GET());
  }

  HttpResponse<String> delete(String job) {
    return send("/api/jobs/{id}", request("/api/jobs/" + job).DELETE());
  }

  HttpResponse<String> post(String body, String... headers) {
    String[] all =
        Stream.concat(Stream.of("Content-Type", "application/json"), Stream.of(headers))
            .toArray(String[]::new);
    return send(
        "/api/jobs",
        request("/api/jobs", all)
            .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8)));
  }

  /**
   * Sends a request.
   *
   * @param template the path in openapi.json that has to describe the answer; null for none
   */
  HttpResponse<String> send(String template, HttpRequest.Builder request) {
    try {
      HttpRequest built = request.build();
      HttpResponse<String> response =
          client
              .sendAsync(built, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
              .orTimeout(20, TimeUnit.SECONDS) // of the body; the request's own is of the head
              .join();
      if (template != null) {
        description.check(built.method(), template, response);
      }
      return response;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Submits a job and returns its id. */
  String submit(String body) {
    HttpResponse<String> response = post(body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return json(response).get("job").asText();
  }

  /** Reads events to the end of the stream. */
  HttpResponse<String> events(String job, String... headers) {
    return get("/api/jobs/{id}/events", "/api/jobs/" + job + "/events", headers);
  }

  static JsonNode json(HttpResponse<String> response) {
    return json(response.body());
  }

  static JsonNode json(String text) {
    try {
      return JsonMapper.builder().build().readTree(text);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  static void assertProblem(HttpResponse<String> response, int status, String... details) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = json(response);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("title").asText()).isNotEmpty();
    assertThat(problem.get("detail").asText()).contains(details);
  }

  @Override
  public void close() {
    testKit.shutdownTestKit();
  }
}
