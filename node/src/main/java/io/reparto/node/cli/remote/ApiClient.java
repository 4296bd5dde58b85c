package io.reparto.node.cli.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.reparto.protocol.api.ApiJson;
import io.reparto.protocol.api.ClusterJson;
import io.reparto.protocol.api.DiagnosisJson;
import io.reparto.protocol.api.JobRequestJson;
import io.reparto.protocol.api.JobsJson;
import io.reparto.protocol.api.StatusJson;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobStatus;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Asks a cluster over HTTP. Every request may be repeated without harm, and is, with one server
 * after the other, while they can't be reached or have no coordinator, within {@link
 * ApiAddress#patience()}. Each method throws {@link ApiException} where the API refuses or stays
 * away, with its own words. Thread-safe.
 */
public final class ApiClient {
  /** Of the 200 ms in which an interrupted command must be gone. */
  private static final long WITHDRAWAL_MILLIS = 80;

  private final ApiAddress address;
  private final ApiServers servers;
  private final ApiCalls calls;
  private final AtomicBoolean learning = new AtomicBoolean();

  /** A client that does not tell when it turns to another server. */
  public ApiClient(ApiAddress address) {
    this(address, text -> {});
  }

  /**
   * @param note is told, in words for the user, when a server is lost and another one asked; by any
   *     thread
   */
  public ApiClient(ApiAddress address, Consumer<String> note) {
    this.address = address;
    this.servers = new ApiServers(address.servers(), note);
    this.calls = new ApiCalls(address);
  }

  /** Those given, and those that a server told of. */
  List<ApiServer> knownServers() {
    return servers.known();
  }

  /** Runs a job, once, however often the request has to be sent. */
  public JobStatus submit(JobSpec spec, JobOptions options) throws InterruptedException {
    String body = json(JobRequestJson.of(spec, options));
    String key = UUID.randomUUID().toString();
    try {
      return retries()
          .run(
              server ->
                  calls.ask(
                      calls
                          .request(server, "/api/jobs")
                          .header("Content-Type", "application/json")
                          .header("Idempotency-Key", '"' + key + '"')
                          .POST(HttpRequest.BodyPublishers.ofString(body)),
                      StatusJson.class))
          .toStatus();
    } catch (InterruptedException e) {
      withdraw(JobId.ofKey(key)); // it may have been accepted, or be so in a moment
      throw e;
    }
  }

  private void withdraw(JobId job) throws InterruptedException {
    try {
      cancelSoon(job).get(WITHDRAWAL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // The process ends anyway.
    }
  }

  public JobStatus describe(JobId job) throws InterruptedException {
    return ask("/api/jobs/" + job, StatusJson.class).toStatus();
  }

  /** The inner state of a job that runs. */
  public DiagnosisJson diagnose(JobId job) throws InterruptedException {
    return ask("/api/jobs/" + job + "/diagnostics", DiagnosisJson.class);
  }

  /**
   * The newest jobs, the newest first.
   *
   * @param state of those wanted; empty for all
   */
  public List<JobStatus> list(Optional<JobStatus.State> state) throws InterruptedException {
    String query = state.map(wanted -> "?state=" + StatusJson.name(wanted)).orElse("");
    return ask("/api/jobs" + query, JobsJson.class).jobs().stream()
        .map(StatusJson::toStatus)
        .toList();
  }

  /** Cancels a job; in the status it has ended, unless that takes long. */
  public JobStatus cancel(JobId job) throws InterruptedException {
    return retries().run(server -> calls.ask(cancelOf(server, job), StatusJson.class)).toStatus();
  }

  /**
   * Asks every known server at once to cancel a job, and does not wait: for a process that ends in
   * a moment.
   *
   * @return completed by the first that knows the job; fails if none does
   */
  public CompletableFuture<JobStatus> cancelSoon(JobId job) {
    var first = new CompletableFuture<JobStatus>();
    CompletableFuture<?>[] each =
        servers.known().stream()
            .map(server -> calls.askSoon(cancelOf(server, job), StatusJson.class))
            .map(answer -> answer.thenAccept(status -> first.complete(status.toStatus())))
            .toArray(CompletableFuture[]::new);
    CompletableFuture<JobStatus> last = CompletableFuture.allOf(each).thenCompose(all -> first);
    return CompletableFuture.anyOf(first, last).thenApply(status -> (JobStatus) status);
  }

  private HttpRequest.Builder cancelOf(ApiServer server, JobId job) {
    return calls.request(server, "/api/jobs/" + job).DELETE();
  }

  public ClusterJson cluster() throws InterruptedException {
    return ask("/api/cluster", ClusterJson.class);
  }

  /** The result of a job that succeeded, compared with its digest. */
  public JobResult result(JobId job) throws InterruptedException {
    return retries().run(server -> calls.result(server, "/api/jobs/" + job + "/result"));
  }

  /**
   * Tells of a job until its end; takes up a broken connection where it was left, with another
   * server if need be.
   *
   * @param listener told each revision once, in order, by the calling thread
   * @return the last status
   */
  public JobStatus follow(JobId job, Consumer<JobStatus> listener) throws InterruptedException {
    JobEvents events = calls.events(listener);
    return retries()
        .run(
            server ->
                events.readToEnd(
                    calls.request(server, "/api/jobs/" + job + "/events"),
                    () -> {
                      servers.answered(server);
                      learnSoon();
                    }));
  }

  /** Learns where else the API is, in the background: it is of use only when a server is lost. */
  private void learnSoon() {
    if (!learning.compareAndSet(false, true)) {
      return;
    }
    var thread =
        new Thread(
            () -> {
              try {
                servers.learn(others(cluster()));
              } catch (ApiException e) {
                // Those that are known have to do.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                learning.set(false);
              }
            },
            "learn-servers");
    thread.setDaemon(true);
    thread.start();
  }

  private static List<ApiServer> others(ClusterJson cluster) {
    if (cluster.nodes() == null) {
      return List.of(); // an older server
    }
    return cluster.nodes().stream()
        .filter(node -> node.api() != null && node.node() != null)
        .map(node -> new ApiServer(node.node(), URI.create(node.api())))
        .toList();
  }

  private <T> T ask(String path, Class<T> document) throws InterruptedException {
    return retries().run(server -> calls.ask(calls.request(server, path), document));
  }

  private Retries retries() {
    return new Retries(servers, address.patience());
  }

  private static String json(Object document) {
    try {
      return ApiJson.LENIENT.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
