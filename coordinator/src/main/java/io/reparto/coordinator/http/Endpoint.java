package io.reparto.coordinator.http;

import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.reparto.protocol.message.JobId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * One operation of the API.
 *
 * @param template the path, such as {@code /api/jobs/{id}}; {@code {id}} stands for a job's id
 * @param queries names of the query parameters it takes
 * @param produces media types of its good answers, the one of clients that don't say first
 */
record Endpoint(
    HttpMethod method,
    String template,
    Set<String> queries,
    List<String> produces,
    Handler handler) {
  private static final String ID = "{id}";

  /** Answers a request; may throw an {@link HttpProblem} or end the stage with one. */
  @FunctionalInterface
  interface Handler {
    CompletionStage<HttpResponse> answer(Call call);
  }

  /**
   * A request that found its endpoint.
   *
   * @param id what stands in the path in place of {@code {id}}; empty if there is none
   * @param mediaType the one of {@link Endpoint#produces()} that the client likes best
   */
  record Call(HttpRequest request, String id, String mediaType) {

    /** The job in the path; what can't be the name of a job is no job's. */
    JobId job() {
      if (!JobId.isValid(id)) {
        throw HttpProblem.noSuchJob(id);
      }
      return new JobId(id);
    }

    Optional<String> header(String name) {
      return request.getHeader(name).map(header -> header.value());
    }
  }

  /** What stands for {@code {id}} if the path is one of this template's; else nothing. */
  Optional<String> match(String path) {
    int start = template.indexOf(ID);
    if (start < 0) {
      return path.equals(template) ? Optional.of("") : Optional.empty();
    }
    String before = template.substring(0, start);
    String after = template.substring(start + ID.length());
    if (!path.startsWith(before)
        || !path.endsWith(after)
        || path.length() <= before.length() + after.length()) {
      return Optional.empty();
    }
    String id = path.substring(before.length(), path.length() - after.length());
    return id.contains("/") ? Optional.empty() : Optional.of(id);
  }
}
