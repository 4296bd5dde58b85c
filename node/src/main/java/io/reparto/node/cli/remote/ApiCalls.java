package io.reparto.node.cli.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.reparto.protocol.api.ApiJson;
import io.reparto.protocol.api.ProblemJson;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.message.JobStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One request to one server. Each is given up when the server is silent for too long, also in the
 * middle of an answer. Thread-safe.
 */
final class ApiCalls {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int ACCEPTED = 202;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private final ApiAddress address;
  private final HttpClient http;

  ApiCalls(ApiAddress address) {
    this.address = address;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT);
    if (address.servers().stream().allMatch(ApiServer::isPlain)) {
      builder.sslContext(new NoTls());
    }
    this.http = builder.build();
  }

  /** A request that is to be answered within the answer timeout. */
  HttpRequest.Builder request(ApiServer server, String path) {
    var request = HttpRequest.newBuilder(server.path(path)).timeout(address.answerTimeout());
    return address.token().isEmpty()
        ? request
        : request.header("Authorization", "Bearer " + address.token());
  }

  /** Waits for a small answer. */
  <T> T ask(HttpRequest.Builder request, Class<T> document)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> sent = send(request);
    try {
      return document(
          sent.get(address.answerTimeout().toMillis(), TimeUnit.MILLISECONDS), document);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no answer in " + address.answerTimeout().toMillis() + " ms");
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    } finally {
      sent.cancel(true);
    }
  }

  /** As {@link #ask}, but fails with its exceptions within a stage. */
  <T> CompletableFuture<T> askSoon(HttpRequest.Builder request, Class<T> document) {
    return send(request)
        .thenApply(
            response -> {
              try {
                return document(response, document);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
    return http.sendAsync(
        request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private static <T> T document(HttpResponse<String> response, Class<T> document)
      throws IOException {
    int status = response.statusCode();
    if (status != OK && status != CREATED && status != ACCEPTED) {
      throw problem(status, response.body());
    }
    return ApiJson.LENIENT.readValue(response.body(), document);
  }

  /**
   * Waits for a result. Its head comes when the server has collected the whole and it may be large,
   * so there is no limit as long as the server gives signs of life.
   */
  JobResult result(ApiServer server, String path) throws IOException, InterruptedException {
    HttpRequest request =
        request(server, path)
            .timeout(address.patience())
            .header("Accept", "application/json")
            .build();
    CompletableFuture<HttpResponse<InputStream>> sent =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
    Runnable giveUp = () -> giveUp(sent);
    try (var signs = new LifeSigns(http, server.path("/alive"), address.answerTimeout(), giveUp)) {
      try {
        return result(sent.get());
      } catch (CancellationException e) {
        throw new HttpTimeoutException("no sign of life");
      } catch (ExecutionException e) {
        throw thrown(e.getCause());
      } catch (IOException e) {
        throw signs.areLost() ? new HttpTimeoutException("no sign of life") : e;
      }
    } finally {
      sent.cancel(true);
    }
  }

  /** Ends it whether the answer has begun or not. */
  private static void giveUp(CompletableFuture<HttpResponse<InputStream>> sent) {
    sent.cancel(true);
    if (!sent.isCompletedExceptionally()) {
      try {
        sent.join().body().close();
      } catch (IOException e) {
        // Whoever reads it hears of it.
      }
    }
  }

  private static JobResult result(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      if (response.statusCode() != OK) {
        throw problem(
            response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
      return ResultParser.parse(body);
    }
  }

  /** What {@link JobEvents} reads, with this client's waits. */
  JobEvents events(Consumer<JobStatus> listener) {
    return new JobEvents(http, address.silence(), listener);
  }

  /** What an answer that is an error says, or that it is no answer of this API. */
  static ApiException problem(int status, String body) {
    try {
      ProblemJson problem = ApiJson.LENIENT.readValue(body, ProblemJson.class);
      if (problem != null && problem.detail() != null) {
        return new ApiException(status, problem.detail());
      }
    } catch (JsonProcessingException e) {
      // Not from Reparto: some proxy, or another server at this address.
    }
    return new ApiException(status, "the server answered something else: status=" + status);
  }

  private static IOException thrown(Throwable cause) {
    if (cause instanceof IOException e) {
      return e;
    }
    throw new CompletionException(cause);
  }
}
