package io.reparto.node.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.reparto.protocol.api.StatusJson;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobStatus.State;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a listener hears of a job whose coordinator was replaced, and of one that is cancelled. */
class RemoteJobClientTest {
  private final BlockingQueue<JobEvent> heard = new LinkedBlockingQueue<>();

  private JobEvent next() throws InterruptedException {
    return heard.poll(20, TimeUnit.SECONDS);
  }

  private static boolean isEvents(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().endsWith("/events");
  }

  private static void statuses(OutputStream stream) throws IOException {
    FakeApi.event(stream, "status", FakeApi.status(1L << 32, State.PLANNING, 0));
    FakeApi.event(stream, "status", FakeApi.status((1L << 32) + 1, State.RUNNING, 6));
    FakeApi.event(stream, "status", FakeApi.status(2L << 32, State.PLANNING, 0));
    FakeApi.event(stream, "status", FakeApi.status((2L << 32) + 1, State.RUNNING, 2));
  }

  @Test
  void givenACoordinatorThatTookOver_whenItHasLessThanTheLast_thenTheJobIsPlannedOnceAndGoesOn()
      throws Exception {
    try (var server =
        new FakeApi(
            exchange -> {
              if (isEvents(exchange)) {
                OutputStream stream = FakeApi.events(exchange);
                statuses(stream);
                FakeApi.event(stream, "end", FakeApi.status((2L << 32) + 2, State.CANCELLED, 2));
              } else {
                FakeApi.problem(exchange, 503);
              }
            })) {
      new RemoteJobClient(new ApiClient(ApiAddress.of(server.uri(), "")))
          .follow(FakeApi.JOB, heard::add);

      assertThat(next()).isInstanceOf(JobEvent.Planned.class);
      assertThat(next())
          .isInstanceOfSatisfying(
              JobEvent.Progressed.class, event -> assertThat(event.done().units()).isEqualTo(6));
      assertThat(next())
          .isInstanceOfSatisfying(
              JobEvent.Progressed.class,
              event -> assertThat(event.ledger().committed()).isEqualTo(2));
      assertThat(next()).isInstanceOf(JobEvent.Cancelled.class);
    }
  }

  @Test
  void givenEventsThatHaveStopped_whenCancelled_thenTheAnswerItselfTellsTheEnd() throws Exception {
    var never = new CountDownLatch(1);
    try (var server =
        new FakeApi(
            exchange -> {
              if (isEvents(exchange)) {
                statuses(FakeApi.events(exchange));
                never.await();
              } else if (exchange.getRequestMethod().equals("DELETE")) {
                FakeApi.answer(
                    exchange,
                    200,
                    StatusJson.of(FakeApi.status((2L << 32) + 2, State.CANCELLED, 2)));
              } else {
                FakeApi.problem(exchange, 503);
              }
            })) {
      var client = new RemoteJobClient(new ApiClient(ApiAddress.of(server.uri(), "")));
      client.follow(FakeApi.JOB, heard::add);
      assertThat(next()).isInstanceOf(JobEvent.Planned.class);

      client.cancel(FakeApi.JOB);

      JobEvent event = next();
      while (event instanceof JobEvent.Progressed) {
        event = next();
      }
      assertThat(event)
          .isInstanceOfSatisfying(
              JobEvent.Cancelled.class,
              last -> assertThat(last.summary().ledger().committed()).isEqualTo(2));
    }
  }
}
