package io.reparto.coordinator.http;

import static io.reparto.coordinator.http.ApiServer.assertProblem;
import static io.reparto.coordinator.http.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reparto.coordinator.FakeWorker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job followed by server-sent events. */
class EventsTest {
  private static final String TWO_TASKS = "{\"job\": \"bracket\", \"arguments\": {\"tasks\": 2}}";

  private ApiServer api;

  @BeforeEach
  void start() {
    api = ApiServer.start("reparto.http.heartbeat = 1s");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private record Event(String id, String name, JsonNode data) {}

  private static List<Event> events(String stream) {
    var events = new ArrayList<Event>();
    for (String block : stream.split("\n\n", -1)) {
      if (block.contains("data: ")) {
        String id = block.startsWith("id: ") ? block.substring(4, block.indexOf('\n')) : "";
        String name = block.substring(block.indexOf("event: ") + 7, block.indexOf("\ndata: "));
        events.add(new Event(id, name, json(block.substring(block.indexOf("data: ") + 6))));
      }
    }
    return events;
  }

  private void runAll() {
    FakeWorker worker = api.worker("w");
    worker.run(worker.lease(0, 0), "");
    worker.run(worker.lease(0, 1), "");
  }

  @Test
  void givenARunningJob_whenFollowed_thenEveryRevisionComesOnceAndThenTheEnd() throws IOException {
    String job = api.submit(TWO_TASKS);
    HttpResponse<InputStream> response =
        api.client()
            .sendAsync(
                api.request("/api/jobs/" + job + "/events").build(),
                HttpResponse.BodyHandlers.ofInputStream())
            .join();

    // Two heartbeats: it is followed while nothing happens but progress.
    InputStream stream = response.body();
    var text = new StringBuilder();
    while (text.toString().split(": heartbeat", -1).length < 3) {
      text.append((char) stream.read());
    }
    runAll();
    text.append(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    List<Event> events = events(text.toString());
    List<Event> statuses = events.subList(0, events.size() - 1);
    Event end = events.get(events.size() - 1);

    assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
    assertThat(statuses).hasSizeGreaterThan(1).allMatch(event -> event.name().equals("status"));
    assertThat(statuses)
        .extracting(event -> Long.parseLong(event.id()))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(statuses)
        .allMatch(event -> event.data().get("revision").asText().equals(event.id()));
    assertThat(end.name()).isEqualTo("end");
    assertThat(end.data().get("state").asText()).isEqualTo("succeeded");
    assertThat(end.data()).isEqualTo(statuses.get(statuses.size() - 1).data());
    assertThat(end.data()).isEqualTo(json(api.get("/api/jobs/{id}", "/api/jobs/" + job)));
  }

  @Test
  void givenAnEndedJob_whenFollowedAnew_thenTheEndComesAtOnceAndOnlyWhatIsNewer() {
    String job = api.submit(TWO_TASKS);
    runAll();
    List<Event> all = events(api.events(job).body());
    String last = all.get(all.size() - 1).id();
    String before = Long.toString(Long.parseLong(last) - 1);

    List<Event> late = events(api.events(job).body());
    List<Event> lacksOne = events(api.events(job, "Last-Event-ID", before).body());
    List<Event> hasAll = events(api.events(job, "Last-Event-ID", last).body());

    assertThat(late).extracting(Event::name).containsExactly("status", "end");
    assertThat(lacksOne).extracting(Event::name).containsExactly("status", "end");
    assertThat(hasAll).extracting(Event::name).containsExactly("end");
    assertThat(Stream.of(late, lacksOne, hasAll).flatMap(List::stream))
        .allMatch(event -> event.id().equals(last));
  }

  @Test
  void givenAnIdOfNoEvent_whenFollowed_thenItIsRefused() {
    String job = api.submit("{\"job\": \"table\"}");

    assertProblem(api.events(job, "Last-Event-ID", "first"), 400, "Last-Event-ID", "first");
  }

  @Test
  void givenAnOpenStream_whenTheServerStops_thenItEndsWithoutAnEnd() {
    String job = api.submit(TWO_TASKS);
    HttpResponse<InputStream> response =
        api.client()
            .sendAsync(
                api.request("/api/jobs/" + job + "/events").build(),
                HttpResponse.BodyHandlers.ofInputStream())
            .join();

    api.server().stop().toCompletableFuture().join();

    assertThat(events(untilEnd(response.body()))).extracting(Event::name).doesNotContain("end");
  }

  /** What came until the stream ended, or the connection with it: a client takes both alike. */
  private static String untilEnd(InputStream body) {
    var read = new ByteArrayOutputStream();
    try {
      body.transferTo(read);
    } catch (IOException e) {
      // the connection was closed between two events
    }
    return read.toString(StandardCharsets.UTF_8);
  }
}
