package io.reparto.node.cli.remote;

import io.reparto.protocol.api.ApiJson;
import io.reparto.protocol.api.StatusJson;
import io.reparto.protocol.message.JobStatus;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Reads a job's events, connection after connection, each from where the last broke off. Not
 * thread-safe.
 */
final class JobEvents {
  private static final int OK = 200;

  private final HttpClient http;
  private final ApiAddress address;
  private final Consumer<JobStatus> listener;
  private String lastId = "";

  JobEvents(HttpClient http, ApiAddress address, Consumer<JobStatus> listener) {
    this.http = http;
    this.address = address;
    this.listener = listener;
  }

  /**
   * Opens one connection and reads it until the job's end.
   *
   * @throws IOException if it breaks off
   * @throws ApiException if the server refuses
   */
  JobStatus readToEnd(HttpRequest.Builder request) throws IOException, InterruptedException {
    request.header("Accept", "text/event-stream");
    if (!lastId.isEmpty()) {
      request.header("Last-Event-ID", lastId);
    }
    var lines = new EventLines();
    CompletableFuture<HttpResponse<String>> sent =
        http.sendAsync(
            request.build(),
            head ->
                head.statusCode() == OK
                    ? BodySubscribers.mapping(
                        BodySubscribers.fromLineSubscriber(lines), nothing -> "")
                    : BodySubscribers.ofString(StandardCharsets.UTF_8));
    CompletableFuture<HttpResponse<String>> response =
        sent.whenComplete((answer, failure) -> lines.end());
    try {
      return read(lines, response);
    } finally {
      lines.cancel();
      sent.cancel(true);
    }
  }

  private JobStatus read(EventLines lines, CompletableFuture<HttpResponse<String>> response)
      throws IOException, InterruptedException {
    String name = "";
    String id = "";
    String data = "";
    boolean wasOfUse = false;
    for (var line = lines.next(address.silence()); ; line = lines.next(address.silence())) {
      if (line.isEmpty()) {
        throw brokenOff(response, wasOfUse);
      }
      String text = line.get();
      if (text.startsWith("id: ")) {
        id = text.substring("id: ".length());
      } else if (text.startsWith("event: ")) {
        name = text.substring("event: ".length());
      } else if (text.startsWith("data: ")) {
        data = text.substring("data: ".length());
      } else if (text.isEmpty() && !data.isEmpty()) {
        wasOfUse = true;
        lastId = id;
        Optional<JobStatus> last = event(name, data);
        if (last.isPresent()) {
          return last.get();
        }
        data = "";
      }
    }
  }

  /** The last status, if this was the last event. */
  private Optional<JobStatus> event(String name, String data) throws IOException {
    switch (name) {
      case "status" -> listener.accept(status(data));
      case "end" -> {
        return Optional.of(status(data));
      }
      case "problem" -> throw ApiClient.problem(404, data);
      default -> {
        // Of a newer server; what matters comes under the names above.
      }
    }
    return Optional.empty();
  }

  private static JobStatus status(String data) throws IOException {
    return ApiJson.LENIENT.readValue(data, StatusJson.class).toStatus();
  }

  private static IOException brokenOff(
      CompletableFuture<HttpResponse<String>> response, boolean wasOfUse)
      throws InterruptedException {
    if (response.isDone()) {
      try {
        HttpResponse<String> answer = response.get();
        if (answer.statusCode() != OK) {
          throw ApiClient.problem(answer.statusCode(), answer.body());
        }
      } catch (ExecutionException e) {
        if (!wasOfUse && e.getCause() instanceof IOException cause) {
          return cause;
        }
      }
    }
    String what = "the events broke off";
    return wasOfUse ? new Retries.Interrupted(what) : new IOException(what);
  }
}
