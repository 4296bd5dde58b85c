package io.reparto.node.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.message.JobStatus.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client between several servers, of which some die, fall silent or have no coordinator. */
class FailoverTest {
  private static final String EVENTS = "GET /api/jobs/job-1/events";

  private final List<AutoCloseable> open = new ArrayList<>();
  private final Queue<String> notes = new ConcurrentLinkedQueue<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private FakeApi server(FakeApi.Answer answer) throws IOException {
    var server = new FakeApi(answer);
    open.add(server);
    return server;
  }

  private ApiClient client(ApiServer... servers) {
    return client(Duration.ofSeconds(20), Duration.ofSeconds(60), servers);
  }

  /**
   * One that takes a server for lost soon, but not the one that answers on a machine that stalls.
   */
  private ApiClient hasty(ApiServer... servers) {
    return client(Duration.ofSeconds(3), Duration.ofSeconds(60), servers);
  }

  private ApiClient client(Duration silence, Duration patience, ApiServer... servers) {
    var address = new ApiAddress(List.of(servers), "", silence, patience, silence);
    return new ApiClient(address, notes::add);
  }

  private static void describe(HttpExchange exchange) throws IOException {
    FakeApi.answer(exchange, 200, io.reparto.protocol.api.StatusJson.of(running(1, 5)));
  }

  private static JobStatus running(long revision, int committed) {
    return FakeApi.status(revision, State.RUNNING, committed);
  }

  private static JobStatus cancelled(long revision) {
    return FakeApi.status(revision, State.CANCELLED, 10);
  }

  /** A port where nobody listens. */
  private static ApiServer dead(String name) throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new ApiServer(name, URI.create("http://127.0.0.1:" + socket.getLocalPort()));
    }
  }

  @Test
  void givenADeadServer_whenAsked_thenTheNextAnswersAndItIsSaidOnce() throws Exception {
    FakeApi well = server(FailoverTest::describe);
    ApiServer dead = dead("node-1");
    ApiClient client = client(dead, well.named("node-2"));

    assertThat(client.describe(FakeApi.JOB).revision()).isEqualTo(1);
    client.describe(FakeApi.JOB);

    assertThat(notes).containsExactly("node-1's API is gone, going on with " + well.uri());
  }

  @Test
  void givenAServerThatNeverAnswers_whenAsked_thenTheNextOneIsSoon() throws Exception {
    FakeApi well = server(FailoverTest::describe);
    // Its kernel takes connections, as that of a paused process does.
    var paused = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    open.add(paused);
    var server = new ApiServer("", URI.create("http://127.0.0.1:" + paused.getLocalPort()));

    hasty(server, well.named("")).describe(FakeApi.JOB);

    assertThat(notes)
        .containsExactly(
            "the API at " + server.url() + " does not answer, going on with " + well.uri());
  }

  @Test
  void givenAnAnswerThatStopsHalfWay_whenAsked_thenTheNextOneIsAsked() throws Exception {
    var holder = new CompletableFuture<FakeApi>();
    FakeApi stalled =
        server(
            exchange -> {
              exchange.sendResponseHeaders(200, 1000);
              exchange.getResponseBody().write('{');
              exchange.getResponseBody().flush();
              holder.join().beSilent();
            });
    holder.complete(stalled);
    FakeApi well = server(FailoverTest::describe);

    hasty(stalled.named("node-1"), well.named("node-2")).describe(FakeApi.JOB);

    assertThat(notes).containsExactly("node-1's API does not answer, going on with " + well.uri());
  }

  @Test
  void givenNoCoordinatorAtOneServer_whenAsked_thenTheOtherIsAskedWithoutAWord() throws Exception {
    FakeApi minority = server(exchange -> FakeApi.problem(exchange, 503));
    FakeApi well = server(FailoverTest::describe);

    client(minority.named("node-1"), well.named("node-2")).describe(FakeApi.JOB);

    assertThat(notes).isEmpty();
  }

  @Test
  void givenAConnectionThatBreaksOnce_whenAsked_thenTheSameServerIsAskedAgain() throws Exception {
    var asked = new AtomicInteger();
    FakeApi server =
        server(
            exchange -> {
              if (asked.incrementAndGet() > 1) {
                describe(exchange);
              } // else closed without an answer
            });
    FakeApi other = server(FailoverTest::describe);

    client(server.named("node-1"), other.named("node-2")).describe(FakeApi.JOB);

    assertThat(asked).hasValue(2);
    assertThat(other.seen).isEmpty();
    assertThat(notes).isEmpty();
  }

  @Test
  void givenAllServersDead_whenAsked_thenPatienceEndsAndAllAreNamed() throws Exception {
    ApiServer first = dead("node-1");
    ApiServer second = dead("node-2");
    ApiClient client = client(Duration.ofSeconds(20), Duration.ofMillis(300), first, second);

    assertThatThrownBy(() -> client.describe(FakeApi.JOB))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("is the cluster up?")
        .hasMessageContaining("addresses=[" + first.url() + ", " + second.url() + "]");
    assertThat(notes).isEmpty();
  }

  @Test
  void givenOneAddress_whenItsNodeDiesWhileAJobIsFollowed_thenTheOtherThatItToldOfGoesOn()
      throws Exception {
    var servers = new ArrayList<ApiServer>();
    FakeApi second =
        server(
            exchange -> {
              if (exchange.getRequestURI().getPath().endsWith("/events")) {
                OutputStream stream = FakeApi.events(exchange);
                FakeApi.event(stream, "status", running((2L << 32) + 7, 3)); // another coordinator
                FakeApi.event(stream, "status", cancelled((2L << 32) + 8));
                FakeApi.event(stream, "end", cancelled((2L << 32) + 8));
              } else {
                FakeApi.answer(exchange, 200, FakeApi.cluster(servers.get(1)));
              }
            });
    var holder = new CompletableFuture<FakeApi>();
    FakeApi first =
        server(
            exchange -> {
              if (exchange.getRequestURI().getPath().endsWith("/events")) {
                OutputStream stream = FakeApi.events(exchange);
                FakeApi.event(stream, "status", running((1L << 32) + 1, 4));
                FakeApi.event(stream, "status", running((1L << 32) + 2, 5));
                holder.join().beSilent();
              } else {
                FakeApi.answer(exchange, 200, FakeApi.cluster(servers.toArray(ApiServer[]::new)));
              }
            });
    holder.complete(first);
    servers.addAll(List.of(first.named("node-1"), second.named("node-2")));
    var heard = new ArrayList<JobStatus>();
    ApiClient client = client(new ApiServer("", first.uri()));

    JobStatus last =
        client.follow(
            FakeApi.JOB,
            status -> {
              heard.add(status);
              if (heard.size() == 2) {
                awaitServers(2, client);
                first.close();
              }
            });

    assertThat(last.state()).isEqualTo(State.CANCELLED);
    assertThat(heard)
        .extracting(status -> status.revision() >> 32, status -> (int) status.revision())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, 1),
            org.assertj.core.groups.Tuple.tuple(1L, 2),
            org.assertj.core.groups.Tuple.tuple(2L, 7),
            org.assertj.core.groups.Tuple.tuple(2L, 8));
    assertThat(second.await(EVENTS).lastEventId()).isEqualTo(Long.toString((1L << 32) + 2));
    assertThat(notes).containsExactly("node-1's API is gone, going on with " + second.uri());
  }

  private static void awaitServers(int count, ApiClient client) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (client.knownServers().size() < count) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void givenAStreamThatFallsSilent_whenFollowed_thenTheOtherServerGoesOn() throws Exception {
    var holder = new CompletableFuture<FakeApi>();
    FakeApi paused =
        server(
            exchange -> {
              if (exchange.getRequestURI().getPath().endsWith("/events")) {
                FakeApi.event(FakeApi.events(exchange), "status", running(1, 1));
              }
              holder.join().beSilent();
            });
    holder.complete(paused);
    FakeApi well =
        server(
            exchange -> {
              if (exchange.getRequestURI().getPath().endsWith("/events")) {
                FakeApi.event(FakeApi.events(exchange), "end", cancelled(2));
              } else {
                FakeApi.problem(exchange, 503);
              }
            });
    var heard = new ArrayList<Long>();

    JobStatus last =
        hasty(paused.named("node-1"), well.named("node-2"))
            .follow(FakeApi.JOB, status -> heard.add(status.revision()));

    assertThat(last.revision()).isEqualTo(2);
    assertThat(heard).containsExactly(1L);
    assertThat(notes).containsExactly("node-1's API does not answer, going on with " + well.uri());
  }

  @Test
  void givenEventsThatComeWholeAtOnce_whenFollowedSlowly_thenOneRequestIsReadToItsEnd()
      throws Exception {
    var whole = new ByteArrayOutputStream(); // in one part: the response ends before its last line
    FakeApi.event(whole, "status", running(1, 1));
    FakeApi.event(whole, "status", running(2, 2));
    FakeApi.event(whole, "end", cancelled(3));
    var asked = new AtomicInteger();
    FakeApi server =
        server(
            exchange -> {
              if (exchange.getRequestURI().getPath().endsWith("/events")) {
                asked.incrementAndGet();
                exchange.sendResponseHeaders(200, whole.size());
                exchange.getResponseBody().write(whole.toByteArray());
              } else {
                describe(exchange);
              }
            });
    FakeApi other = server(FailoverTest::describe);
    ApiClient client = client(server.named("node-1"), other.named("node-2"));
    var heard = new ArrayList<Long>();

    JobStatus last =
        client.follow(
            FakeApi.JOB,
            status -> {
              heard.add(status.revision());
              describe(client); // takes longer than the response takes to end
            });

    assertThat(last.revision()).isEqualTo(3);
    assertThat(heard).containsExactly(1L, 2L);
    assertThat(asked).hasValue(1);
    assertThat(other.seen).isEmpty();
    assertThat(notes).isEmpty();
  }

  private static void describe(ApiClient client) {
    try {
      client.describe(FakeApi.JOB);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void givenRevisionsOfAReplacedCoordinator_whenFollowed_thenNeitherTheyNorItsEndAreTold()
      throws Exception {
    var firstHeard = new CountDownLatch(1);
    var replaced = new AtomicBoolean(true);
    FakeApi server =
        server(
            exchange -> {
              if (!exchange.getRequestURI().getPath().endsWith("/events")) {
                FakeApi.problem(exchange, 503);
                return;
              }
              OutputStream stream = FakeApi.events(exchange);
              if (!exchange.getRequestHeaders().containsKey("Last-Event-ID")) {
                FakeApi.event(stream, "status", running(2L << 32, 0));
                firstHeard.await();
              } else if (replaced.getAndSet(false)) {
                FakeApi.event(stream, "status", running((1L << 32) + 50, 8));
                FakeApi.event(stream, "end", FakeApi.status((1L << 32) + 51, State.FAILED, 8));
              } else {
                FakeApi.event(stream, "status", cancelled((2L << 32) + 1));
                FakeApi.event(stream, "end", cancelled((2L << 32) + 1));
              }
            });
    var heard = new ArrayList<Long>();

    JobStatus last =
        client(server.named(""))
            .follow(
                FakeApi.JOB,
                status -> {
                  heard.add(status.revision());
                  firstHeard.countDown();
                });

    assertThat(last.state()).isEqualTo(State.CANCELLED);
    assertThat(heard).containsExactly(2L << 32, (2L << 32) + 1);
  }

  @Test
  void givenAServerThatIsPausedWithinAResult_whenFetched_thenTheOtherServerGivesItWhole()
      throws Exception {
    var result = new JobResult(List.of(LongColumn.of("n", 1, 2, 3)));
    String body =
        "{\"job\":\"job-1\",\"digest\":\""
            + result.digest()
            + "\",\"columns\":[{\"name\":\"n\",\"type\":\"long\"}],\"rows\":[[1],[2],[3]]}";
    var holder = new CompletableFuture<FakeApi>();
    FakeApi paused =
        server(
            exchange -> {
              if (exchange.getRequestURI().getPath().endsWith("/result")) {
                exchange.sendResponseHeaders(200, body.length());
                exchange
                    .getResponseBody()
                    .write(body.substring(0, 90).getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
              }
              holder.join().beSilent();
            });
    holder.complete(paused);
    FakeApi well =
        server(
            exchange -> {
              exchange.sendResponseHeaders(200, body.length());
              exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
            });

    JobResult fetched = hasty(paused.named("node-1"), well.named("node-2")).result(FakeApi.JOB);

    assertThat(fetched.digest()).isEqualTo(result.digest());
    assertThat(notes).containsExactly("node-1's API does not answer, going on with " + well.uri());
  }

  @Test
  void givenASlowResultOfALivingServer_whenFetched_thenItIsWaitedFor() throws Exception {
    var result = new JobResult(List.of(LongColumn.of("n", 1)));
    String body =
        "{\"job\":\"job-1\",\"digest\":\""
            + result.digest()
            + "\",\"columns\":[{\"name\":\"n\",\"type\":\"long\"}],\"rows\":[[1]]}";
    var signs = new CountDownLatch(2);
    FakeApi slow =
        server(
            exchange -> {
              if (exchange.getRequestURI().getPath().equals("/alive")) {
                FakeApi.answer(exchange, 200, "alive");
                signs.countDown();
                return;
              }
              signs.await(); // longer than an ordinary answer may take
              exchange.sendResponseHeaders(200, body.length());
              exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
            });

    assertThat(hasty(slow.named("")).result(FakeApi.JOB).digest()).isEqualTo(result.digest());
  }

  @Test
  void givenServersOfWhichOneIsSilent_whenAJobIsCancelledInAHurry_thenAllAreAskedAtOnce()
      throws Exception {
    var holder = new CompletableFuture<FakeApi>();
    FakeApi paused = server(exchange -> holder.join().beSilent());
    holder.complete(paused);
    FakeApi well =
        server(
            exchange ->
                FakeApi.answer(exchange, 200, io.reparto.protocol.api.StatusJson.of(cancelled(3))));

    JobStatus status =
        client(paused.named(""), well.named("")).cancelSoon(FakeApi.JOB).get(20, TimeUnit.SECONDS);

    assertThat(status.state()).isEqualTo(State.CANCELLED);
    assertThat(paused.await("DELETE /api/jobs/job-1")).isNotNull();
  }

  @Test
  void givenNobodyWhoKnowsTheJob_whenItIsCancelledInAHurry_thenThatFails() throws Exception {
    FakeApi server = server(exchange -> FakeApi.problem(exchange, 404));

    assertThatThrownBy(
            () ->
                client(server.named(""), dead(""))
                    .cancelSoon(FakeApi.JOB)
                    .get(20, TimeUnit.SECONDS))
        .isInstanceOf(java.util.concurrent.ExecutionException.class);
  }

  @Test
  void givenASubmitWithoutAnswer_whenInterrupted_thenTheJobItWouldBecomeIsCancelled()
      throws Exception {
    var holder = new CompletableFuture<FakeApi>();
    var key = new CompletableFuture<String>();
    FakeApi server =
        server(
            exchange -> {
              String header = exchange.getRequestHeaders().getFirst("Idempotency-Key");
              if (header != null) {
                key.complete(header.substring(1, header.length() - 1));
              }
              holder.join().beSilent();
            });
    holder.complete(server);
    ApiClient client = new ApiClient(ApiAddress.of(List.of(server.named("")), ""), notes::add);
    var interrupted = new CompletableFuture<Boolean>();
    var submitting =
        new Thread(
            () -> {
              try {
                client.submit(new JobSpec("sleep", Map.of()), JobOptions.USUAL);
                interrupted.complete(false);
              } catch (InterruptedException e) {
                interrupted.complete(true);
              }
            });
    submitting.start();

    JobId id = JobId.ofKey(key.get(20, TimeUnit.SECONDS));
    submitting.interrupt();

    assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(server.await("DELETE /api/jobs/" + id)).isNotNull();
  }
}
