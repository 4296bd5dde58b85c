package io.reparto.coordinator.http;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.CoordinatorCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The API as a function from requests to responses: lets in, finds the endpoint, and turns whatever
 * goes wrong into a problem document. Thread-safe.
 */
public final class HttpApi {
  private static final String JSON = ResultEndpoint.JSON;
  private static final String JOBS = "/api/jobs";
  private static final String ONE_JOB = "/api/jobs/{id}";

  private final ActorSystem<?> system;
  private final Gate gate;
  private final EventsEndpoint events;
  private final List<Endpoint> endpoints;

  /**
   * An API that asks a coordinator.
   *
   * @param coordinator may be a proxy that drops what it can't deliver
   * @param jobs those that may be submitted
   * @param nodes of the cluster, to be told to clients
   */
  public HttpApi(
      ActorSystem<?> system,
      ActorRef<CoordinatorCommand> coordinator,
      Jobs jobs,
      HttpSettings settings,
      ClusterNodes nodes) {
    this.system = system;
    this.gate = new Gate(settings);
    var resultExecutor =
        system.dispatchers().lookup(DispatcherSelector.fromConfig(ResultEndpoint.DISPATCHER));
    var questions =
        new CoordinatorQuestions(system, coordinator, settings.requestTimeout(), resultExecutor);
    var job = new JobEndpoints(system, questions, jobs, settings, nodes);
    var result = new ResultEndpoint(questions);
    this.events = new EventsEndpoint(questions, settings);
    Set<String> none = Set.of();
    List<String> json = List.of(JSON);
    this.endpoints =
        List.of(
            new Endpoint(HttpMethods.POST, JOBS, none, json, job::submit),
            new Endpoint(HttpMethods.GET, JOBS, Set.of("state"), json, job::list),
            new Endpoint(HttpMethods.GET, ONE_JOB, none, json, job::describe),
            new Endpoint(HttpMethods.DELETE, ONE_JOB, none, json, job::cancel),
            new Endpoint(HttpMethods.GET, ONE_JOB + "/diagnostics", none, json, job::diagnose),
            new Endpoint(
                HttpMethods.GET,
                ONE_JOB + "/result",
                none,
                List.of(JSON, ResultEndpoint.CSV),
                result::result),
            new Endpoint(
                HttpMethods.GET,
                ONE_JOB + "/events",
                none,
                List.of(EventsEndpoint.EVENTS),
                events::events),
            new Endpoint(HttpMethods.GET, "/api/cluster", none, json, job::cluster),
            new Endpoint(HttpMethods.GET, "/api/openapi.json", none, json, HttpApi::description));
  }

  List<Endpoint> endpoints() {
    return endpoints;
  }

  /** Answers a request; never fails. */
  public CompletionStage<HttpResponse> answer(HttpRequest request) {
    CompletionStage<HttpResponse> answer;
    try {
      gate.check(request);
      answer = route(request);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedStage(e);
    }
    return answer
        .exceptionally(failure -> Answers.problem(problem(request, failure)))
        .thenApply(response -> response.addHeader(RawHeader.create("Cache-Control", "no-store")));
  }

  /** Ends streams of events; everything else ends by itself. */
  void close() {
    events.close();
  }

  private CompletionStage<HttpResponse> route(HttpRequest request) {
    String path = request.getUri().path();
    var allowed = new ArrayList<String>();
    for (Endpoint endpoint : endpoints) {
      Optional<String> id = endpoint.match(path);
      if (id.isEmpty()) {
        continue;
      }
      if (endpoint.method().equals(request.method())) {
        return call(endpoint, request, id.get());
      }
      allowed.add(endpoint.method().value());
    }
    request.discardEntityBytes(system);
    if (allowed.isEmpty()) {
      throw HttpProblem.of(
          StatusCodes.NOT_FOUND,
          "no such path, see /api/openapi.json: path=" + JobRequest.shown(path));
    }
    throw HttpProblem.of(
        StatusCodes.METHOD_NOT_ALLOWED,
        "method=" + request.method().value() + ", allowed=" + allowed,
        RawHeader.create("Allow", String.join(", ", allowed)));
  }

  private CompletionStage<HttpResponse> call(Endpoint endpoint, HttpRequest request, String id) {
    if (!endpoint.method().equals(HttpMethods.POST)) {
      request.discardEntityBytes(system); // nobody else reads it
    }
    for (String name : request.getUri().query().toMap().keySet()) {
      if (!endpoint.queries().contains(name)) {
        throw HttpProblem.badRequest(
            "no such query parameter: name="
                + JobRequest.shown(name)
                + ", known="
                + JobRequest.sorted(endpoint.queries()));
      }
    }
    return endpoint.handler().answer(new Endpoint.Call(request, id, mediaType(endpoint, request)));
  }

  private static String mediaType(Endpoint endpoint, HttpRequest request) {
    var accept = new ArrayList<String>();
    for (HttpHeader header : request.getHeaders()) {
      if (header.is("accept")) {
        accept.add(header.value());
      }
    }
    return MediaPreference.choose(endpoint.produces(), accept)
        .orElseThrow(
            () ->
                HttpProblem.of(
                    StatusCodes.NOT_ACCEPTABLE,
                    "Accept="
                        + JobRequest.shown(String.join(", ", accept))
                        + ", available="
                        + endpoint.produces()));
  }

  private HttpProblem problem(HttpRequest request, Throwable failure) {
    Throwable cause = CoordinatorQuestions.unwrapped(failure);
    if (cause instanceof HttpProblem problem) {
      return problem;
    }
    String path = request.getUri().path();
    system.log().error("request failed: method={}, path={}", request.method().value(), path, cause);
    return HttpProblem.of(
        StatusCodes.INTERNAL_SERVER_ERROR, "a defect of the server, see its log: path=" + path);
  }

  private static CompletionStage<HttpResponse> description(Endpoint.Call call) {
    try (InputStream document = HttpApi.class.getResourceAsStream("openapi.json")) {
      return CompletableFuture.completedStage(
          HttpResponse.create()
              .withEntity(
                  HttpEntities.create(ContentTypes.APPLICATION_JSON, document.readAllBytes())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
