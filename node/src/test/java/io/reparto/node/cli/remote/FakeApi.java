package io.reparto.node.cli.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reparto.protocol.api.ApiJson;
import io.reparto.protocol.api.ClusterJson;
import io.reparto.protocol.api.StatusJson;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.message.JobStatus.State;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.LedgerCounts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A server of the API whose answers, silences and death a test chooses. */
final class FakeApi implements AutoCloseable {
  static final JobId JOB = new JobId("job-1");

  /** What a server does with a request. */
  @FunctionalInterface
  interface Answer {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  /** A request that came: method and path, and one header. */
  record Seen(String request, String lastEventId) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

  /**
   * A server that listens.
   *
   * @param answer to every request but those for signs of life
   */
  FakeApi(Answer answer) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          String lastId = exchange.getRequestHeaders().getFirst("Last-Event-ID");
          seen.add(
              new Seen(exchange.getRequestMethod() + " " + path, lastId == null ? "" : lastId));
          try (exchange) {
            answer.to(exchange);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  ApiServer named(String node) {
    return new ApiServer(node, uri());
  }

  /** Ends as a killed process does: its connections break. */
  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  /** Says nothing until the server is closed. */
  void beSilent() throws InterruptedException {
    closed.await();
  }

  static void answer(HttpExchange exchange, int status, Object document) throws IOException {
    byte[] body = ApiJson.LENIENT.writeValueAsBytes(document);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  static void problem(HttpExchange exchange, int status) throws IOException {
    answer(
        exchange,
        status,
        new io.reparto.protocol.api.ProblemJson("about:blank", "t", status, "why not", null, null));
  }

  /** Begins a stream of events. */
  static OutputStream events(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream stream = exchange.getResponseBody();
    write(stream, ": heartbeat\n\n");
    return stream;
  }

  static void event(OutputStream stream, String name, JobStatus status) throws IOException {
    String data = ApiJson.LENIENT.writeValueAsString(StatusJson.of(status));
    write(stream, "id: " + status.revision() + "\nevent: " + name + "\ndata: " + data + "\n\n");
  }

  private static void write(OutputStream stream, String text) throws IOException {
    stream.write(text.getBytes(StandardCharsets.UTF_8));
    stream.flush();
  }

  static ClusterJson cluster(ApiServer... servers) {
    return new ClusterJson(
        1,
        "127.0.0.1:1",
        1,
        List.of(),
        List.of(servers).stream()
            .map(
                server ->
                    new ClusterJson.NodeJson(
                        server.node(), "127.0.0.1:1", server.url(), List.of(), true))
            .toList());
  }

  static JobStatus status(long revision, State state, int committed) {
    return new JobStatus(
        JOB,
        "sleep",
        "",
        state,
        JobOptions.USUAL,
        revision,
        Instant.EPOCH,
        new Work(10, 0),
        "",
        new JobSummary(
            new LedgerCounts(10, committed, committed, 0),
            new Work(committed, 0),
            "tasks",
            Duration.ZERO,
            Duration.ofSeconds(1),
            List.of(),
            List.of()),
        "",
        "");
  }

  /** Waits for a request; the others before it are dropped. */
  Seen await(String request) {
    try {
      while (true) {
        Seen next = seen.poll(20, java.util.concurrent.TimeUnit.SECONDS);
        if (next == null) {
          throw new AssertionError("never asked: " + request);
        }
        if (next.request().equals(request)) {
          return next;
        }
      }
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
