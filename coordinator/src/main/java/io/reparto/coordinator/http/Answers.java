package io.reparto.coordinator.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.reparto.protocol.api.ApiJson;

/** Documents as responses. */
final class Answers {
  private static final ContentType PROBLEM = ContentTypes.parse("application/problem+json");

  private Answers() {}

  static HttpResponse json(StatusCode status, Object document) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, bytes(document)));
  }

  static HttpResponse problem(HttpProblem problem) {
    return HttpResponse.create()
        .withStatus(problem.status())
        .addHeaders(problem.headers())
        .withEntity(HttpEntities.create(PROBLEM, bytes(problem.document())));
  }

  /** A document in one line. */
  static ByteString bytes(Object document) {
    try {
      return ByteString.fromArrayUnsafe(ApiJson.LENIENT.writeValueAsBytes(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every document can be written", e);
    }
  }
}
