package io.reparto.node.cli.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.reparto.protocol.api.ApiJson;
import io.reparto.protocol.api.ClusterJson;
import io.reparto.protocol.api.JobRequestJson;
import io.reparto.protocol.api.JobsJson;
import io.reparto.protocol.api.ProblemJson;
import io.reparto.protocol.api.StatusJson;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Asks a cluster over HTTP. Every request may be repeated without harm, and is while the API can't
 * be reached or has no coordinator, within {@link ApiAddress#patience()}. Each method throws {@link
 * ApiException} where the API refuses or stays away, with its own words. Thread-safe.
 */
public final class ApiClient {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int ACCEPTED = 202;

  private final ApiAddress address;
  private final HttpClient http;

  public ApiClient(ApiAddress address) {
    this.address = address;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(address.answerTimeout())
            .build();
  }

  /** Runs a job, once, however often the request has to be sent. */
  public JobStatus submit(JobSpec spec, JobOptions options) throws InterruptedException {
    String body = json(JobRequestJson.of(spec, options));
    HttpRequest request =
        request("/api/jobs", address.answerTimeout())
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", '"' + UUID.randomUUID().toString() + '"')
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return ask(request, StatusJson.class).toStatus();
  }

  public JobStatus describe(JobId job) throws InterruptedException {
    HttpRequest request = request("/api/jobs/" + job, address.answerTimeout()).build();
    return ask(request, StatusJson.class).toStatus();
  }

  /**
   * The newest jobs, the newest first.
   *
   * @param state of those wanted; empty for all
   */
  public List<JobStatus> list(Optional<JobStatus.State> state) throws InterruptedException {
    String query = state.map(wanted -> "?state=" + StatusJson.name(wanted)).orElse("");
    HttpRequest request = request("/api/jobs" + query, address.answerTimeout()).build();
    return ask(request, JobsJson.class).jobs().stream().map(StatusJson::toStatus).toList();
  }

  /** Cancels a job; in the status it has ended, unless that takes long. */
  public JobStatus cancel(JobId job) throws InterruptedException {
    HttpRequest request = request("/api/jobs/" + job, address.answerTimeout()).DELETE().build();
    return ask(request, StatusJson.class).toStatus();
  }

  public ClusterJson cluster() throws InterruptedException {
    return ask(request("/api/cluster", address.answerTimeout()).build(), ClusterJson.class);
  }

  /** The result of a job that succeeded, compared with its digest. */
  public JobResult result(JobId job) throws InterruptedException {
    // The head comes when the server has collected the whole: it may take longer than others.
    HttpRequest request =
        request("/api/jobs/" + job + "/result", address.patience())
            .header("Accept", "application/json")
            .build();
    return new Retries(address).run(() -> result(request));
  }

  private JobResult result(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != OK) {
        throw problem(
            response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
      return ResultParser.parse(body);
    }
  }

  /**
   * Tells of a job until its end; takes up a broken connection where it was left.
   *
   * @param listener told each revision once, in order, by the calling thread
   * @return the last status
   */
  public JobStatus follow(JobId job, Consumer<JobStatus> listener) throws InterruptedException {
    var follower = new JobEvents(http, address, listener);
    return new Retries(address)
        .run(() -> follower.readToEnd(request("/api/jobs/" + job + "/events", address.silence())));
  }

  private HttpRequest.Builder request(String path, Duration timeout) {
    var request = HttpRequest.newBuilder(address.path(path)).timeout(timeout);
    return address.token().isEmpty()
        ? request
        : request.header("Authorization", "Bearer " + address.token());
  }

  private <T> T ask(HttpRequest request, Class<T> document) throws InterruptedException {
    return new Retries(address)
        .run(
            () -> {
              HttpResponse<String> response =
                  http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
              int status = response.statusCode();
              if (status != OK && status != CREATED && status != ACCEPTED) {
                throw problem(status, response.body());
              }
              return ApiJson.LENIENT.readValue(response.body(), document);
            });
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

  private static String json(Object document) {
    try {
      return ApiJson.LENIENT.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
