package io.reparto.node.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.node.endtoend.RepartoProcess.Outcome;
import io.reparto.node.endtoend.RepartoProcess.Running;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobStatus;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What users and their systems see of a node: the documented calls, its sockets, its end. */
class RealNodeTest {
  private static final int MOST_JOBS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path directory;
  private static RunningCluster cluster;

  @BeforeAll
  static void up() throws Exception {
    cluster =
        RunningCluster.up(
            directory.resolve("run"),
            Map.of(
                "REPARTO_JAVA_OPTS",
                RepartoProcess.QUICK_START + " -Dreparto.coordinator.max-jobs=" + MOST_JOBS),
            "--coordinators=1",
            "--workers=1",
            "--slots=1",
            "--memory=256m");
  }

  @AfterAll
  static void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /**
   * What a documented block of calls must show.
   *
   * @param statuses of its calls
   * @param output expressions, each found in what it prints
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  private record Expected(List<Integer> statuses, String... output) {}

  // In the order of the documents.
  private static final List<Expected> API =
      List.of(
          new Expected(List.of(201), "\"name\":\"pi\"", "\"priority\":1"),
          new Expected(List.of(201, 200), "(?m)^event: end$", "\"state\":\"succeeded\""),
          new Expected(List.of(200, 200), "\"columns\":\\[", "(?m)^pi,.*inside,samples$"),
          new Expected(
              List.of(200, 200, 200, 200),
              "\"jobs\":\\[",
              "\"digest\":\"[0-9a-f]{64}\"",
              "\"workers\""),
          new Expected(List.of(200), "(?m)^\"api\":\"http://127.0.0.1:\\d+\"$"),
          new Expected(List.of(409), "only a job that runs has a state to diagnose"),
          new Expected(List.of(422), "\"status\":422", "name=sample", "samples"),
          new Expected(List.of(200), "\"workers\":\\["));

  private static final List<Expected> README =
      List.of(
          new Expected(
              List.of(201, 200), "\"name\":\"pi\"", "(?m)^event: end$", "\"state\":\"succeeded\""));

  @Test
  void givenTheDocuments_whenTheirCallsAreMade_thenTheyAnswerAsSaid() throws Exception {
    assertAnswers(DocumentedCalls.of("docs/http-api.md"), API);
    JobId job = cluster.run(1, sleep(3, 0)).job();
    assertAnswers(
        DocumentedCalls.of("README.md").stream().map(block -> "job=" + job + "\n" + block).toList(),
        README);
  }

  /** All in one shell, because later ones use what earlier ones set. */
  private static void assertAnswers(List<String> blocks, List<Expected> expected) throws Exception {
    assertThat(blocks).as("each block of calls has its expectation here").hasSameSizeAs(expected);
    var script =
        new StringBuilder(
            "set -u\n"
                + "curl() { command curl -sS --max-time 60 -w '%{stderr}%{http_code}\\n"
                + "' \"$@\"; }\n");
    for (String block : blocks) {
      script.append(block).append("\nprintf '\\n=====\\n'; echo ===== >&2\n");
    }

    Outcome outcome =
        RepartoProcess.bash(script.toString())
            .with("REPARTO_URL", cluster.uri(1).toString())
            .with("REPARTO_HTTP_TOKEN", "a-token-nobody-asks-for")
            .run();

    String[] output = outcome.stdout().split("=====\n", -1);
    String[] statuses = outcome.stderr().split("=====\n", -1);
    for (int index = 0; index < expected.size(); index++) {
      String block = blocks.get(index);
      assertThat(statuses[index].lines().map(Integer::valueOf))
          .as(block + output[index])
          .isEqualTo(expected.get(index).statuses());
      for (String pattern : expected.get(index).output()) {
        assertThat(output[index]).as(block).containsPattern(pattern);
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void givenNodesAsTheyAre_whenTheirSocketsAreLookedAt_thenTheyListenOnLoopbackAlone()
      throws Exception {
    for (int node : new int[] {1, 2}) {
      assertThat(ListeningSockets.of(cluster.pid(node)))
          .as("node-%d", node)
          .allMatch(ListeningSockets.Listening::isLoopback)
          .extracting(ListeningSockets.Listening::port)
          .containsExactlyInAnyOrder(cluster.arteryPort(node), cluster.uri(node).getPort());
    }
  }

  @Test
  void givenAsManyJobsAsMayWait_whenOneMoreComes_thenItIsToldWhenToTryAgain() throws Exception {
    JobId first = cluster.api(1).submit(sleep(10, 600_000), JobOptions.USUAL).job();
    JobId second = cluster.api(2).submit(sleep(10, 600_000), JobOptions.USUAL).job();

    HttpResponse<String> refused = post(2);
    cluster.api(1).cancel(first);
    cluster.api(1).follow(first, status -> {});
    HttpResponse<String> accepted = post(2);

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow()).isPositive();
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(refused.body()).contains("too many jobs");
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(201);
    cluster.api(1).cancel(second);
    cluster.api(1).follow(second, status -> {});
  }

  private static HttpResponse<String> post(int node) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(cluster.uri(node).resolve("/api/jobs"))
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"job\": \"sleep\", \"arguments\": {\"tasks\": 1}}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void givenAJob_whenANodeIsTerminated_thenItHandsBackFlushesLeavesAndExitsWith0()
      throws Exception {
    Path config = directory.resolve("third.conf");
    Files.writeString(config, cluster.configAs("third", 3));
    Running third = RepartoProcess.reparto("node", "--config", config.toString()).start();
    awaitWorkers(2);
    JobId job = cluster.api(1).submit(sleep(60, 100), new JobOptions(1, false)).job();
    awaitCommitted(job, 8);

    third.signal("TERM");
    Outcome outcome = third.await();
    JobStatus last = cluster.api(1).follow(job, status -> {});

    assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
    assertThat(outcome.stdout() + outcome.stderr())
        .containsSubsequence(
            "draining, no more leases",
            "drained: leases finished or handed back, partials answered",
            "Exiting completed");
    assertThat(last.state()).isEqualTo(JobStatus.State.SUCCEEDED);
    assertThat(last.summary().ledger().attempts()).as("none was lost, none failed").isEqualTo(60);
    assertThat(last.summary().certificates()).isEmpty();
    awaitWorkers(1);
  }

  private static JobSpec sleep(int tasks, int millis) {
    return new JobSpec(
        "sleep", Map.of("tasks", List.of("" + tasks), "millis", List.of("" + millis)));
  }

  private static void awaitCommitted(JobId job, int tasks) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    JobStatus status;
    do {
      RepartoProcess.pause();
      status = cluster.api(1).describe(job);
      assertThat(System.nanoTime()).as(status.toString()).isLessThan(end);
    } while (status.summary().ledger().committed() < tasks);
  }

  private static void awaitWorkers(int count) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    var workers = new ArrayList<String>();
    while (workers.size() != count) {
      RepartoProcess.pause();
      assertThat(System.nanoTime()).as("workers=%s", workers).isLessThan(end);
      workers.clear();
      cluster.api(1).cluster().workers().forEach(worker -> workers.add(worker.worker()));
    }
  }
}
