package io.reparto.node.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.node.endtoend.RepartoProcess.Outcome;
import io.reparto.node.local.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of real nodes, as a user has it. */
class UpAndDownTest {
  @TempDir Path directory;

  @AfterEach
  void endAll() throws Exception {
    reparto("down", "--timeout", "5");
  }

  private Outcome reparto(String... words) throws InterruptedException {
    return RepartoProcess.reparto(words).with("REPARTO_RUN_DIR", directory.toString()).run();
  }

  @Test
  void givenTwoNodes_whenOneIsKilledAndStartedAgain_thenTheClusterIsWholeUntilDown()
      throws Exception {
    String base = FreePorts.base();
    Outcome up =
        reparto("up", "--nodes=2", "--memory=256m", "--port-base=" + base, "--timeout=100");
    assertThat(up.stderr()).contains("started: node-1, node-2\n");
    assertThat(up.exitCode()).isZero();
    assertThat(up.stdout())
        .isEqualTo("export REPARTO_URL=http://127.0.0.1:" + (Integer.parseInt(base) + 100) + "\n");
    assertThat(states()).containsExactly("node-1 running", "node-2 running");

    jobsOn("http://127.0.0.1:" + (Integer.parseInt(base) + 101)); // of the other node

    assertThat(reparto("kill", "node-2").exitCode()).isZero();
    assertThat(states()).contains("node-2 dead");
    assertThat(reparto("up", "--timeout=100").stderr()).contains("started: node-2\n");
    assertThat(states()).containsExactly("node-1 running", "node-2 running");

    scaleByDraining("http://127.0.0.1:" + (Integer.parseInt(base) + 100));
    assertThat(states()).containsExactly("node-1 running", "node-3 running");

    assertThat(reparto("down").stderr()).isEqualTo("reparto: ended: node-1, node-3\n");
    assertThat(states()).isEmpty();
  }

  private void jobsOn(String url) throws InterruptedException {
    String[] job = {"run", "pi", "--samples=3e8", "--format=csv"};
    Outcome alone = reparto(job);
    Outcome there = on(url, job);
    assertThat(there.exitCode()).as(there.stderr()).isZero();
    assertThat(there.stdout()).isEqualTo(alone.stdout());

    String waits =
        on(url, "run", "sleep", "--tasks=100", "--seconds=60", "--detach").stdout().strip();
    assertThat(on(url, "status", waits, "--format=csv").stdout())
        .contains(waits + ",sleep,running");
    assertThat(on(url, "cancel", waits).stderr()).contains("state=cancelled");
    assertThat(on(url, "watch", waits).exitCode()).isEqualTo(1);
    assertThat(on(url, "result", waits).stderr()).contains("reparto: ");
    assertThat(on(url, "jobs", "--state=cancelled", "--format=csv").stdout()).contains(waits);
    assertThat(on(url, "status", "no-such-job").exitCode()).isEqualTo(1);
    assertThat(on(url, "run", "pi", "--samples=1", "--workers=2").exitCode()).isEqualTo(2);
    assertThat(on("http://127.0.0.1:1", "jobs").exitCode()).isEqualTo(1);
    assertThat(reparto("run", "pi", "--samples=1", "--detach").exitCode()).isEqualTo(2);
  }

  private void scaleByDraining(String url) throws Exception {
    Path output = directory.resolve("scale");

    Outcome scaled =
        reparto(
            "scale",
            "sleep",
            "--tasks=4",
            "--millis=50",
            "--nodes=1,2",
            "--drain",
            "--repeats=2",
            "--warm-up=1",
            "--output=" + output,
            "--cluster=" + url);

    assertThat(scaled.exitCode()).as(scaled.stderr()).isZero();
    assertThat(Files.readAllLines(output.resolve("runs.csv")))
        .extracting(row -> row.replaceFirst("(,[^,]*){11}$", ""))
        .containsExactly("round,size", "1,2", "2,2", "1,1", "2,1");
    assertThat(scaled.stderr()).contains("the sizes' runs did not alternate");
  }

  private Outcome on(String url, String... words) throws InterruptedException {
    return RepartoProcess.reparto(words).with("REPARTO_URL", url).run();
  }

  /** Names and states. */
  private List<String> states() throws InterruptedException {
    return reparto("nodes", "--format=csv")
        .stdout()
        .lines()
        .skip(1)
        .map(line -> line.replaceAll("\"[^\"]*\"", "roles").split(",", -1))
        .map(fields -> fields[0] + " " + fields[5])
        .toList();
  }
}
