package io.reparto.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reparto.node.Main;
import io.reparto.node.cli.Console;
import io.reparto.node.cli.Interruption;
import io.reparto.protocol.job.Jobs;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measuring jobs of a cluster, whose partials cross a wire. */
class MeasuredClusterTest {
  private static final String TOKEN = "a-token-of-24-characters";
  private static final int PART_BYTES = 1024;

  private static RealApi api;

  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeAll
  static void start() {
    api = RealApi.start(Jobs.load(Main.class.getClassLoader()), PART_BYTES, TOKEN);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private int run(String... words) {
    Map<String, String> environment =
        Map.of("REPARTO_URL", api.uri().toString(), "REPARTO_HTTP_TOKEN", TOKEN);
    var stderr = new PrintStream(err, true, StandardCharsets.UTF_8);
    out.reset();
    return Main.run(
        new Console(out, stderr, false, false, true, () -> 100, environment),
        (jobs, workers, slots) -> {
          throw new AssertionError("a runtime of its own");
        },
        new Interruption(),
        words);
  }

  private static double mean(JsonNode timing, String measure) {
    for (JsonNode row : timing.get("result")) {
      if (row.get("measure").asText().equals(measure)) {
        return row.get("mean").asDouble();
      }
    }
    throw new AssertionError("no such row: " + measure);
  }

  @Test
  void givenACluster_whenAJobIsTimed_thenItsWorkersCostsAreThereAndAddUp() throws Exception {
    int code = run("time", "pi", "--samples=2e7", "--repeats=2", "--warm-up=0", "--format=json");

    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
    JsonNode timing = new ObjectMapper().readTree(out.toByteArray());
    assertThat(timing.get("slots").asInt()).isEqualTo(1);
    assertThat(timing.at("/workers/0/worker").asText()).isEqualTo("w");
    assertThat(timing.at("/workers/0/encoded bytes").asDouble()).isPositive();
    for (String measure :
        new String[] {
          "slots: compute", "cpu: slots", "partials: serialise", "coordinator: merge"
        }) {
      assertThat(mean(timing, measure)).as(measure).isPositive();
    }
    double slots = 0;
    for (String part : new String[] {"compute", "merge", "queue", "network", "idle"}) {
      slots += mean(timing, "slots: " + part);
    }
    assertThat(slots).isBetween(0.99 * mean(timing, "run"), 1.01 * mean(timing, "run"));
    assertThat(mean(timing, "wall")).isGreaterThan(mean(timing, "run"));
  }

  @Test
  void givenACluster_whenScaledTwice_thenTheRunsComeTogetherAndThoseOfAnotherJobDoNot()
      throws Exception {
    String output = "--output=" + directory.resolve("out");
    String[] scale = {"scale", "sleep", "--tasks=2", "--repeats=2", "--warm-up=0", output};

    assertThat(run(scale)).isZero();
    assertThat(run(scale)).isZero();

    assertThat(Files.readAllLines(directory.resolve("out/runs.csv"))).hasSize(1 + 4);
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("workers,runs,").contains("\n1,4,");
    assertThat(run("scale", "sleep", "--tasks=3", output)).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("runs of another job");
  }
}
