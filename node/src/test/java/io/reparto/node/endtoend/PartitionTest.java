package io.reparto.node.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reparto.node.drill.SplitNetwork;
import io.reparto.node.endtoend.RepartoProcess.Outcome;
import io.reparto.node.endtoend.RepartoProcess.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that split, with nodes as real processes, each in a network namespace of its own. */
class PartitionTest {
  // 3 slots take some 10 s for all, one of them alone longer than it lives on.
  private static final int TASKS = 1_500;
  private static final int MILLIS = 20;
  private static final int NODES = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(100);
  private static final String REMOVED =
      "reparto: the node was removed from its cluster, see above\n";

  @TempDir Path directory;

  private final Map<Integer, Running> nodes = new TreeMap<>();
  private SplitNetwork network;

  @BeforeEach
  void givenThreeNodesOnANetwork() throws Exception {
    Optional<String> missing = SplitNetwork.missing();
    assumeTrue(missing.isEmpty(), missing.orElse(""));
    network = SplitNetwork.apart(NODES);
    start(1, 1);
    awaitCluster(1, 1); // it is to have the coordinator
    start(2, 1);
    start(3, 1);
    awaitCluster(1, NODES);
  }

  @AfterEach
  void endAll() throws Exception {
    for (Running node : nodes.values()) {
      node.process().destroyForcibly().waitFor();
    }
    if (network != null) {
      network.remove();
    }
  }

  /** Starts a node that joins through that other one, or founds the cluster if it is that one. */
  private void start(int node, int seed) throws IOException {
    Path config = directory.resolve("node-" + node + ".conf");
    Files.writeString(
        config,
        """
        reparto.node {
          name = node-%d
          host = "%s"
          seed-nodes = ["%s:25520"]
          slots = 1
          profile = kubernetes
          # Longer than usual: where tests run, nodes may keep silent for seconds while they start.
          profiles.kubernetes.akka.cluster.failure-detector.acceptable-heartbeat-pause = 8s
        }
        """
            .formatted(node, network.address(node), network.address(seed)));
    nodes.put(
        node,
        RepartoProcess.reparto("node", "--config=" + config)
            .with("REPARTO_JAVA_OPTS", RepartoProcess.QUICK_START + " -Xmx256m")
            .under(network.at(node))
            .start());
  }

  /** What the API of that node answers; empty where it doesn't, or has no coordinator. */
  private Optional<JsonNode> ask(int node, String path) throws Exception {
    var command = new ArrayList<>(network.at(node));
    command.addAll(List.of("bash", "-c", request(path)));
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    if (!answer.startsWith("HTTP/1.1 200 ")) {
      return Optional.empty();
    }
    return Optional.of(
        new ObjectMapper().readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4)));
  }

  /**
   * Bash speaks enough of HTTP, and is on every machine that has this program. It waits before, as
   * asking takes processor time from the nodes.
   */
  private static String request(String path) {
    return "sleep 0.3; exec 3<>/dev/tcp/127.0.0.1/8550 && printf 'GET "
        + path
        + " HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && timeout 10 cat <&3";
  }

  private JsonNode await(int node, String path, Predicate<JsonNode> expected) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Optional<JsonNode> answer = Optional.empty();
    while (System.nanoTime() < end) {
      RepartoProcess.pause();
      answer = ask(node, path);
      if (answer.filter(expected).isPresent()) {
        return answer.get();
      }
    }
    throw new AssertionError("not as expected: path=" + path + ", last=" + answer);
  }

  private void awaitCluster(int node, int workers) throws Exception {
    await(node, "/api/cluster", cluster -> cluster.path("workers").size() == workers);
  }

  private String submit(int node) throws Exception {
    Outcome submitted =
        RepartoProcess.reparto(
                "run",
                "sleep",
                "--tasks=" + TASKS,
                "--millis=" + MILLIS,
                "--cluster=http://127.0.0.1:8550",
                "--detach")
            .under(network.at(node))
            .run();
    assertThat(submitted.exitCode()).as(submitted.stderr()).isZero();
    String job = submitted.stdout().strip();
    await(node, "/api/jobs/" + job, status -> committed(status) > 100);
    return job;
  }

  private static String digestAlone() throws Exception {
    Outcome alone =
        RepartoProcess.reparto(
                "run", "sleep", "--tasks=" + TASKS, "--millis=0", "--slots=1", "--format=json")
            .run();
    return new ObjectMapper().readTree(alone.stdout()).path("digest").asText();
  }

  private static int committed(JsonNode status) {
    return status.path("tasks").path("committed").asInt();
  }

  private JsonNode awaitSuccess(int node, String job) throws Exception {
    JsonNode status =
        await(
            node,
            "/api/jobs/" + job,
            one -> !List.of("planning", "running").contains(one.path("state").asText()));
    assertThat(status.path("state").asText()).as(status.toString()).isEqualTo("succeeded");
    assertThat(committed(status)).isEqualTo(TASKS);
    assertThat(status.path("digest").asText()).isEqualTo(digestAlone());
    return status;
  }

  /** Waits until the node has ended itself; the job had no result there as long as it lived. */
  private void awaitItsEnd(int node, String job) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Process process = nodes.get(node).process();
    while (process.isAlive() && System.nanoTime() < end) {
      RepartoProcess.pause();
      Optional<JsonNode> status = ask(node, "/api/jobs/" + job);
      assertThat(status.map(one -> one.path("state").asText()).orElse(""))
          .isNotEqualTo("succeeded");
    }
    assertThat(process.waitFor(1, TimeUnit.SECONDS)).as("the lonely node has ended").isTrue();
    Outcome outcome = nodes.get(node).await();
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.stderr()).contains("SBR took decision DownReachable").endsWith(REMOVED);
  }

  @Test
  void givenAJob_whenTheCoordinatorsNodeIsCutOff_thenTheMajorityEndsItAndTheOtherEndsItself()
      throws Exception {
    String job = submit(1);

    network.cut(1);

    awaitItsEnd(1, job);
    JsonNode status = awaitSuccess(2, job);
    assertThat(status.path("remarks").toString()).contains("another took over");
    network.join(1);
    start(1, 2);
    awaitCluster(1, NODES);
    assertThat(awaitSuccess(1, job).path("digest")).isEqualTo(status.path("digest"));
  }

  @Test
  void givenAJob_whenOnlyAWorkerIsCutOff_thenItsTasksRunElsewhereAndItEndsItself()
      throws Exception {
    String job = submit(1);

    network.cut(3);

    awaitItsEnd(3, job);
    JsonNode status = awaitSuccess(1, job);
    assertThat(status.path("remarks")).isEmpty();
    network.join(3);
    start(3, 1);
    awaitCluster(1, NODES);
  }

  @Test
  void givenAJob_whenTheNetworkHealsInTime_thenNobodyIsLost() throws Exception {
    String job = submit(1);

    network.cut(1);
    assertThat(ask(2, "/api/cluster")).as("answered within 5 s").isEmpty();
    network.join(1);

    JsonNode status = awaitSuccess(2, job);
    assertThat(status.path("remarks")).isEmpty();
    awaitCluster(3, NODES);
    assertThat(nodes.values()).allMatch(node -> node.process().isAlive());
  }
}
