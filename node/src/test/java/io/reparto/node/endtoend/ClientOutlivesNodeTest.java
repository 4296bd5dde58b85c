package io.reparto.node.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reparto.node.endtoend.RepartoProcess.Outcome;
import io.reparto.node.endtoend.RepartoProcess.Running;
import io.reparto.node.local.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Commands whose node is killed or paused. The coordinator is on node-1, the commands talk to
 * node-2, and their own run directory is another: they know no node but those they are told of.
 */
class ClientOutlivesNodeTest {
  @TempDir Path directory;
  @TempDir Path elsewhere;
  private String first;
  private String second;

  @BeforeEach
  void startThreeNodes() throws Exception {
    int base = Integer.parseInt(FreePorts.base());
    first = "http://127.0.0.1:" + (base + 100);
    second = "http://127.0.0.1:" + (base + 101);
    Outcome up =
        local(
            "up",
            "--coordinators=1",
            "--workers=2",
            "--slots=1",
            "--memory=256m",
            "--port-base=" + base,
            "--timeout=100");
    assertThat(up.exitCode()).as(up.stderr()).isZero();
  }

  @AfterEach
  void endAll() throws Exception {
    local("down", "--timeout", "5");
  }

  private Outcome local(String... words) throws InterruptedException {
    return RepartoProcess.reparto(words).with("REPARTO_RUN_DIR", directory.toString()).run();
  }

  // So few tasks that each is leased alone, and dies with its worker as a failed attempt.
  private static String[] sleep(int seconds) {
    return new String[] {
      "run",
      "sleep",
      "--tasks=4",
      "--seconds=" + seconds,
      "--no-speculation",
      "--progress",
      "--format=csv"
    };
  }

  private RepartoProcess client(String urls, String... words) {
    return RepartoProcess.reparto(words)
        .with("REPARTO_RUN_DIR", elsewhere.toString())
        .with("REPARTO_URL", urls);
  }

  private static void awaitProgress(Running running) throws InterruptedException {
    while (!running.stderrSoFar().contains("tasks (")) {
      assertThat(running.process().waitFor(20, TimeUnit.MILLISECONDS))
          .as(running.stderrSoFar())
          .isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"kill, is gone", "pause, does not answer"})
  void givenARunOnANode_whenThatNodeIsLost_thenTheRunGoesOnThroughAnother(String how, String words)
      throws Exception {
    Running run = client(second, sleep(6)).start();
    awaitProgress(run);

    assertThat(local(how, "node-2").exitCode()).isZero();

    Outcome outcome = run.await();
    assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
    assertThat(outcome.stderr()).containsOnlyOnce("note: ");
    assertThat(outcome.stderr()).contains("note: node-2's API " + words + ", going on with http:");
    assertThat(outcome.stdout()).isEqualTo(RepartoProcess.reparto(sleep(0)).run().stdout());
    assertThat(outcome.stderr())
        .containsPattern("4 tasks .*, each committed once, in \\d attempts: \\d failed")
        .containsPattern("task \\d, attempt 0 on node-2: its worker was lost, after \\d");
    assertCertificates(how.equals("kill"));
  }

  /** As one sees them who has the run directory, and so the logs of nodes that are dead. */
  private void assertCertificates(boolean withLog) throws Exception {
    String jobs = client(first, "jobs", "--format=csv").run().stdout();
    String job = jobs.lines().skip(1).findFirst().orElseThrow().split(",", -1)[0];
    Outcome status =
        RepartoProcess.reparto("status", job, "--format=json")
            .with("REPARTO_RUN_DIR", directory.toString())
            .with("REPARTO_URL", first)
            .run();
    JsonNode json = new ObjectMapper().readTree(status.stdout());

    assertThat(json.at("/tasks/committed").asInt()).isEqualTo(4);
    assertThat(json.at("/tasks/planned").asInt()).isEqualTo(4);
    assertThat(json.at("/certificates/0/worker").asText()).isEqualTo("node-2");
    assertThat(json.at("/certificates/0/log").isEmpty()).isEqualTo(!withLog);
    assertThat(status.stderr().contains("last lines of node-2:")).isEqualTo(withLog);
  }

  @Test
  void givenTwoAddresses_whenTheFirstIsDead_thenEveryCommandTakesTheSecond() throws Exception {
    assertThat(local("kill", "node-2").exitCode()).isZero();
    String urls = second + "," + first;

    Outcome jobs = client(urls, "jobs", "--format=csv").run();
    Outcome alone = client(second, "jobs", "--cluster=" + first).run();

    assertThat(jobs.exitCode()).as(jobs.stderr()).isZero();
    assertThat(jobs.stderr())
        .isEqualTo("note: the API at " + second + " is gone, going on with " + first + "\n");
    assertThat(alone.exitCode()).isZero();
    assertThat(alone.stderr()).isEmpty();
  }

  @Test
  void givenARunWhoseOnlyNodeIsPaused_whenInterrupted_thenItIsGoneAtOnce() throws Exception {
    Running run = client(second, sleep(600)).startInterruptible();
    awaitProgress(run);
    for (String node : new String[] {"node-1", "node-2", "node-3"}) {
      assertThat(local("pause", node).exitCode()).isZero();
    }

    long begin = System.nanoTime();
    run.signal("INT");
    Outcome outcome = run.await();

    // 200 ms on a machine that is not busy with other tests.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    assertThat(outcome.exitCode()).isEqualTo(130);
    assertThat(outcome.stderr()).contains("interrupted", "the job may go on, see: reparto status");
  }
}
