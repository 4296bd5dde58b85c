package io.reparto.node.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.node.runtime.EmbeddedAnswer;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.message.JobStatus;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One partial of some hundred megabytes, from one JVM to another. */
class LargePartialTest {
  private static final int GROUPS = 1_000_000;
  private static final int KEY_REPEATS = 20;
  private static final long MOST_FRAME_BYTES = 128 * 1024;

  @TempDir Path directory;

  @Test
  void givenAGroupTableOf200Megabytes_whenItCrosses_thenItIsInSmallFramesAndWhole()
      throws Exception {
    JobSpec spec = groupBy(table());
    String expected = EmbeddedAnswer.digest(spec);

    try (var cluster =
        RunningCluster.up(
            directory.resolve("run"),
            "--coordinators=1",
            "--workers=1",
            "--slots=1",
            "--memory=1400m")) {
      JobStatus status = cluster.run(1, spec);

      assertThat(status.digest()).isEqualTo(expected);
      assertThat(status.summary().ledger().planned()).as("one task, so one partial").isEqualTo(1);
      double bytes = cluster.metric(1, "reparto_partials_frames_bytes_sum");
      double frames = cluster.metric(1, "reparto_partials_frames_bytes_count");
      assertThat(bytes).isGreaterThan(200e6);
      assertThat(cluster.metric(1, "reparto_partials_frames_bytes_max"))
          .isBetween(1.0, (double) MOST_FRAME_BYTES);
      assertThat(bytes / frames).as("frames are full").isGreaterThan(0.9 * MOST_FRAME_BYTES);
      assertThat(cluster.get(1, "/ready").statusCode())
          .as("the heap was large enough")
          .isEqualTo(200);
      assertThat(cluster.log(1) + cluster.log(2)).doesNotContain("OutOfMemoryError", "Oversized");
    }
  }

  private static JobSpec groupBy(Path input) {
    return new JobSpec(
        "groupby",
        Map.of(
            "input", List.of(input.toString()),
            "by", List.of("k"),
            "agg", List.of("count", "sum:v"),
            "partition-size", List.of("1GB")));
  }

  /** A key of its own for each row, in an order that is none. */
  private Path table() throws Exception {
    Path file = directory.resolve("table.csv");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("k,v\n");
      for (int row = 0; row < GROUPS; row++) {
        long scattered = row * 7919L % 1_000_003;
        out.write(String.format("%09d", scattered).repeat(KEY_REPEATS));
        out.write("," + row + "\n");
      }
    }
    return file;
  }
}
