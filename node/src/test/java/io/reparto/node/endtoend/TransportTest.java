package io.reparto.node.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.node.endtoend.RepartoProcess.Running;
import io.reparto.node.runtime.EmbeddedAnswer;
import io.reparto.protocol.api.ClusterJson;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.message.JobStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same answers from JVMs apart, however many they are and however they talk. */
class TransportTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path shared;
  private static final Map<JobSpec, String> DIGESTS = new LinkedHashMap<>();

  @TempDir Path directory;

  @BeforeAll
  static void answerInOneJvm() throws Exception {
    Path input = shared.resolve("rows.csv");
    var text = new StringBuilder("k,x\n");
    for (int row = 0; row < 30_000; row++) {
      text.append("key-").append(row * 31 % 7_919).append(',').append(row * 0.37).append('\n');
    }
    Files.writeString(input, text);
    for (JobSpec spec :
        List.of(
            new JobSpec("pi", Map.of("samples", List.of("2e7"), "seed", List.of("11"))),
            new JobSpec(
                "groupby",
                Map.of(
                    "input", List.of(input.toString()),
                    "by", List.of("k"),
                    "agg", List.of("count", "sum:x", "mean:x", "std:x"),
                    "partition-size", List.of("30kB"))),
            new JobSpec("sleep", Map.of("tasks", List.of("3000"))))) {
      DIGESTS.put(spec, EmbeddedAnswer.digest(spec));
    }
  }

  private static void assertAnswersOfOneJvm(RunningCluster cluster, int workers) throws Exception {
    awaitWorkers(cluster, workers);
    for (Map.Entry<JobSpec, String> expected : DIGESTS.entrySet()) {
      JobStatus status = cluster.run(1, expected.getKey());
      assertThat(status.digest())
          .as("%s on %d", expected.getKey(), workers)
          .isEqualTo(expected.getValue());
      assertThat(status.summary().certificates()).isEmpty();
    }
  }

  private static List<String> workers(RunningCluster cluster) throws InterruptedException {
    return cluster.api(1).cluster().workers().stream().map(ClusterJson.WorkerJson::worker).toList();
  }

  private static void awaitWorkers(RunningCluster cluster, int count) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (workers(cluster).size() != count) {
      RepartoProcess.pause();
      assertThat(System.nanoTime()).as("workers, expected " + count).isLessThan(end);
    }
  }

  @Test
  void givenTinyFrames_whenJobsRunOnFourJvmsOnThreeAndOnOne_thenTheAnswersAreThoseOfOne()
      throws Exception {
    try (var cluster =
        RunningCluster.up(
            directory.resolve("run"),
            Map.of(
                "REPARTO_JAVA_OPTS",
                RepartoProcess.QUICK_START + " -Dreparto.partials.frame-size=701B"),
            "--nodes=4",
            "--slots=1",
            "--memory=256m")) {
      assertAnswersOfOneJvm(cluster, 4);
      assertThat(cluster.metric(1, "reparto_partials_frames_bytes_max")).isEqualTo(701);
      kill(cluster, 4);
      assertAnswersOfOneJvm(cluster, 3);
      kill(cluster, 3);
      awaitWorkers(cluster, 2); // one at a time: the rest must be the majority
      kill(cluster, 2);
      assertAnswersOfOneJvm(cluster, 1);
    }
  }

  private static void kill(RunningCluster cluster, int node) {
    ProcessHandle.of(cluster.pid(node)).orElseThrow().destroyForcibly();
  }

  @Test
  void givenAeron_whenJobsRunOnTwoJvms_thenTheAnswersAreThoseOfOne() throws Exception {
    try (var cluster = upTwo("--transport=aeron-udp")) {
      assertAnswersOfOneJvm(cluster, 2);
    }
  }

  private RunningCluster upTwo(String transport) throws InterruptedException {
    return RunningCluster.up(
        directory.resolve("run"), "--nodes=2", "--slots=1", "--memory=256m", transport);
  }

  @Test
  void givenTls_whenJobsRunOnTwoJvms_thenAnswersAreThoseOfOneAndStrangersStayOutside()
      throws Exception {
    try (var cluster = upTwo("--transport=tls-tcp")) {
      assertAnswersOfOneJvm(cluster, 2);

      Running clear = start(withoutCertificate(cluster));
      Running other = start(ofAnotherAuthority(cluster));
      try {
        awaitRefused(clear);
        awaitRefused(other);

        assertThat(workers(cluster)).containsExactlyInAnyOrder("node-1", "node-2");
      } finally {
        end(clear);
        end(other);
      }
    }
  }

  private static void end(Running node) throws InterruptedException {
    node.process().destroyForcibly().waitFor();
  }

  private Running start(String config) throws IOException {
    Path file = Files.writeString(Files.createTempFile(directory, "stranger", ".conf"), config);
    return RepartoProcess.reparto("node", "--config", file.toString()).start();
  }

  /** What node-2 has, in clear. */
  private static String withoutCertificate(RunningCluster cluster) {
    return cluster.configAs("clear", 3).replace("transport = tls-tcp", "transport = tcp");
  }

  /** What node-2 has, with keys and a trust store that another authority signed. */
  private String ofAnotherAuthority(RunningCluster cluster) throws Exception {
    Path other = directory.resolve("stranger");
    assertThat(
            RepartoProcess.reparto("certs", "--nodes=2")
                .with("REPARTO_RUN_DIR", other.toString())
                .run()
                .exitCode())
        .isZero();
    return cluster
        .configAs("other", 4)
        .replace(password(cluster.directory()), password(other))
        .replace(cluster.directory().toString(), other.toString());
  }

  private static String password(Path run) throws IOException {
    return Files.readString(run.resolve("certificates/password")).strip();
  }

  /** It has tried more than once to join. */
  private static void awaitRefused(Running stranger) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!stranger.stderrSoFar().contains("Couldn't join seed nodes after [3] attempts")) {
      RepartoProcess.pause();
      assertThat(stranger.process().isAlive()).as(stranger.stderrSoFar()).isTrue();
      assertThat(System.nanoTime()).as(stranger.stderrSoFar()).isLessThan(end);
    }
  }
}
