package io.reparto.node.cli.remote;

import io.reparto.protocol.api.ApiJson;
import io.reparto.protocol.api.StatusJson;
import io.reparto.protocol.message.JobStatus;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Reads a job's events, connection after connection, each from where the last broke off. Not
 * thread-safe.
 */
final class JobEvents {
  private static final int OK = 200;
  private static final long NONE = -1;

  private final HttpClient http;
  private final Duration silence;
  private final Consumer<JobStatus> listener;
  private long lastRevision = NONE;

  /**
   * @param silence after which a connection is taken for broken
   */
  JobEvents(HttpClient http, Duration silence, Consumer<JobStatus> listener) {
    this.http = http;
    this.silence = silence;
    this.listener = listener;
  }

  /**
   * Opens one connection and reads it until the job's end.
   *
   * @param connected called when the server has begun to answer
   * @throws IOException if it breaks off
   * @throws ApiException if the server refuses
   */
  JobStatus readToEnd(HttpRequest.Builder request, Runnable connected)
      throws IOException, InterruptedException {
    request.header("Accept", "text/event-stream");
    if (lastRevision != NONE) {
      request.header("Last-Event-ID", Long.toString(lastRevision));
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
    // Lines end by themselves behind the last: a response that is whole has ended while they wait.
    CompletableFuture<HttpResponse<String>> response =
        sent.whenComplete(
            (answer, failure) -> {
              if (failure != null || answer.statusCode() != OK) {
                lines.end(); // there may have been none
              }
            });
    try {
      return read(lines, response, connected);
    } finally {
      lines.cancel();
      sent.cancel(true);
    }
  }

  private JobStatus read(
      EventLines lines, CompletableFuture<HttpResponse<String>> response, Runnable connected)
      throws IOException, InterruptedException {
    String name = "";
    String data = "";
    boolean begun = false;
    boolean wasOfUse = false;
    while (true) {
      Optional<String> line;
      try {
        line = lines.next(silence);
      } catch (HttpTimeoutException e) {
        throw wasOfUse ? new Retries.Interrupted(e.getMessage(), true) : e;
      }
      if (line.isEmpty()) {
        throw brokenOff(response, wasOfUse);
      }
      if (!begun) {
        begun = true;
        connected.run();
      }
      String text = line.get();
      if (text.startsWith("event: ")) {
        name = text.substring("event: ".length());
      } else if (text.startsWith("data: ")) {
        data = text.substring("data: ".length());
      } else if (text.isEmpty() && !data.isEmpty()) {
        Optional<JobStatus> last = event(name, data);
        if (last.isPresent()) {
          return last.get();
        }
        wasOfUse = true;
        data = "";
      }
    }
  }

  /** The last status, if this was the last event. */
  private Optional<JobStatus> event(String name, String data) throws IOException {
    switch (name) {
      case "status" -> {
        JobStatus status = status(data);
        if (status.revision() > lastRevision) {
          lastRevision = status.revision();
          listener.accept(status);
        } // else of a coordinator that was replaced and does not know it yet
      }
      case "end" -> {
        JobStatus last = status(data);
        if (last.revision() < lastRevision) {
          throw new IOException("the end of a job that went on since: revision=" + last.revision());
        }
        return Optional.of(last);
      }
      case "problem" -> throw ApiCalls.problem(404, data);
      default -> {
        // Of a newer server; what matters comes under the names above.
      }
    }
    return Optional.empty();
  }

  private static JobStatus status(String data) throws IOException {
    return ApiJson.LENIENT.readValue(data, StatusJson.class).toStatus();
  }

  /** What ended the lines; their end may be heard of a moment before the response's. */
  private IOException brokenOff(CompletableFuture<HttpResponse<String>> response, boolean wasOfUse)
      throws InterruptedException {
    String what = "the events broke off";
    boolean silent = false;
    try {
      HttpResponse<String> answer = response.get(silence.toMillis(), TimeUnit.MILLISECONDS);
      if (answer.statusCode() != OK) {
        throw ApiCalls.problem(answer.statusCode(), answer.body());
      }
    } catch (ExecutionException e) {
      if (!wasOfUse && e.getCause() instanceof IOException cause) {
        return cause;
      }
      silent = e.getCause() instanceof HttpTimeoutException;
    } catch (TimeoutException e) {
      silent = true;
    }
    if (wasOfUse) {
      return new Retries.Interrupted(what, silent);
    }
    return silent ? new HttpTimeoutException(what) : new IOException(what);
  }
}
