package io.reparto.coordinator.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.util.ByteString;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code GET /alive}, {@code /ready} and {@code /metrics}, beside the API: the first two are for
 * whoever supervises the process and need no token.
 */
final class HealthEndpoints {
  private static final ContentType PROMETHEUS =
      ContentTypes.parse("text/plain; version=0.0.4; charset=UTF-8");

  private final NodeHealth health;
  private final Gate gate;

  HealthEndpoints(NodeHealth health, HttpSettings settings) {
    this.health = health;
    this.gate = new Gate(settings);
  }

  /** The answer, if the request is one of these; its body is left unread. */
  Optional<CompletionStage<HttpResponse>> answer(HttpRequest request) {
    if (!request.method().equals(HttpMethods.GET) && !request.method().equals(HttpMethods.HEAD)) {
      return Optional.empty();
    }
    return switch (request.getUri().path()) {
      case "/alive" -> Optional.of(CompletableFuture.completedStage(text(StatusCodes.OK, "alive")));
      case "/ready" -> Optional.of(health.isReady().thenApply(HealthEndpoints::readiness));
      case "/metrics" -> Optional.of(CompletableFuture.completedStage(metrics(request)));
      default -> Optional.empty();
    };
  }

  private static HttpResponse readiness(boolean ready) {
    return ready
        ? text(StatusCodes.OK, "ready")
        : text(StatusCodes.SERVICE_UNAVAILABLE, "not joined, or no coordinator answers");
  }

  private HttpResponse metrics(HttpRequest request) {
    try {
      gate.check(request);
    } catch (HttpProblem problem) {
      return Answers.problem(problem);
    }
    return HttpResponse.create()
        .withEntity(HttpEntities.create(PROMETHEUS, ByteString.fromString(health.metrics())));
  }

  private static HttpResponse text(StatusCode status, String text) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, text + "\n"));
  }
}
