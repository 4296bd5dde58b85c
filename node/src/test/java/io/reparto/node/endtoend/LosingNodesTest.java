package io.reparto.node.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reparto.node.endtoend.RepartoProcess.Outcome;
import io.reparto.node.local.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that die or stand still in the middle of a job, in a cluster of real processes. */
class LosingNodesTest {
  // A task of 20 ms: 3 slots take some 14 s for all, and each loses little.
  private static final String[] SLEEP = {"run", "sleep", "--tasks=2000", "--millis=20"};
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path directory;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private int base;

  @BeforeEach
  void up() throws Exception {
    base = Integer.parseInt(FreePorts.base());
    Outcome up =
        reparto(
            "up",
            "--nodes=3",
            "--slots=1",
            "--memory=256m",
            "--port-base=" + base,
            "--timeout=100");
    assertThat(up.exitCode()).as(up.stderr()).isZero();
  }

  @AfterEach
  void down() throws Exception {
    reparto("down", "--timeout", "5");
  }

  private Outcome reparto(String... words) throws InterruptedException {
    return RepartoProcess.reparto(words).with("REPARTO_RUN_DIR", directory.toString()).run();
  }

  private String api(int node) {
    return "http://127.0.0.1:" + (base + 99 + node);
  }

  private String submit(int node, String... job) throws InterruptedException {
    var words = new ArrayList<>(List.of(job));
    words.addAll(List.of("--cluster=" + api(node), "--detach"));
    Outcome submitted = reparto(words.toArray(new String[0]));
    assertThat(submitted.exitCode()).as(submitted.stderr()).isZero();
    return submitted.stdout().strip();
  }

  private String digestAlone(String... job) throws Exception {
    var words = new ArrayList<>(List.of(job));
    words.replaceAll(word -> word.startsWith("--millis=") ? "--millis=0" : word);
    words.add("--format=json");
    return new ObjectMapper()
        .readTree(reparto(words.toArray(new String[0])).stdout())
        .get("digest")
        .asText();
  }

  /** The job as that node's API tells, as soon as it is as expected. */
  private JsonNode await(int node, String job, Predicate<JsonNode> expected) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String heard = "";
    while (System.nanoTime() < end) {
      RepartoProcess.pause();
      try {
        HttpResponse<String> answer =
            http.send(
                HttpRequest.newBuilder(URI.create(api(node) + "/api/jobs/" + job))
                    .timeout(Duration.ofSeconds(20))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        heard = answer.body();
        JsonNode status = new ObjectMapper().readTree(heard);
        if (answer.statusCode() == 200 && expected.test(status)) {
          return status;
        }
      } catch (IOException e) {
        heard = e.toString(); // no coordinator, for a while
      }
    }
    throw new AssertionError("not as expected: " + heard);
  }

  private static int committed(JsonNode status) {
    return status.path("tasks").path("committed").asInt();
  }

  private JsonNode awaitEnd(int node, String job) throws Exception {
    JsonNode status = await(node, job, LosingNodesTest::isLast);
    assertThat(status.path("state").asText()).as(status.toString()).isEqualTo("succeeded");
    assertThat(committed(status)).isEqualTo(status.path("tasks").path("planned").asInt());
    return status;
  }

  private static boolean isLast(JsonNode status) {
    return List.of("succeeded", "failed", "cancelled").contains(status.path("state").asText());
  }

  @Test
  void givenAJob_whenTheCoordinatorsNodeIsKilled_thenAnotherGoesOnWithWhatTheOthersHold()
      throws Exception {
    String digest = digestAlone(SLEEP);
    String job = submit(2, SLEEP);
    await(2, job, status -> committed(status) > 300);

    assertThat(reparto("kill", "node-1").exitCode()).isZero();

    JsonNode status = awaitEnd(2, job);
    assertThat(status.path("digest").asText()).isEqualTo(digest);
    assertThat(status.path("remarks").toString()).contains("another took over");
    assertThat(kept(status)).as("of three workers, two kept what they had").isGreaterThan(100);
    assertThat(reparto("watch", job, "--cluster=" + api(3)).exitCode()).isZero();
  }

  private static int kept(JsonNode status) {
    var matcher =
        java.util.regex.Pattern.compile("(\\d+) of \\d+ tasks were kept")
            .matcher(status.path("remarks").toString());
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  @Test
  void givenJobs_whenTheCoordinatorsNodeAndAWorkerAreKilledTogether_thenTheOthersGoOn()
      throws Exception {
    assertThat(reparto("add", "--role=worker", "--timeout=100").exitCode()).isZero();
    String[] groupBy = {
      "run",
      "groupby",
      "--input=" + RepartoProcess.HOME.resolve("examples/weather.csv").normalize(),
      "--by=weather",
      "--agg=std:temp_max,mean:wind",
      "--partition-size=1kB"
    };
    String sleeping = submit(2, SLEEP);
    await(2, sleeping, status -> committed(status) > 300);
    String grouping = submit(2, groupBy);

    assertThat(reparto("kill", "node-1", "node-4").exitCode()).isZero();

    assertThat(awaitEnd(2, grouping).path("digest").asText()).isEqualTo(digestAlone(groupBy));
    assertThat(awaitEnd(3, sleeping).path("digest").asText()).isEqualTo(digestAlone(SLEEP));
  }

  @Test
  void givenAJob_whenAWorkerIsKilledAndAnotherStandsStill_thenTheDigestIsTheSame()
      throws Exception {
    assertThat(reparto("add", "--role=worker", "--timeout=100").exitCode()).isZero();
    String digest = digestAlone(SLEEP);
    String job = submit(1, SLEEP);
    await(1, job, status -> committed(status) > 100);

    assertThat(reparto("kill", "node-4").exitCode()).isZero();
    assertThat(reparto("pause", "node-3").exitCode()).isZero();

    JsonNode status = awaitEnd(1, job);
    assertThat(status.path("digest").asText()).isEqualTo(digest);
    reparto("resume", "node-3");
  }
}
