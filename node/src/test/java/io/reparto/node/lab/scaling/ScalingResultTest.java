package io.reparto.node.lab.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reparto.node.lab.Machine;
import io.reparto.protocol.job.JobSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalingResultTest {
  private static final JobSpec SPEC = new JobSpec("pi", Map.of("samples", List.of("1e9")));
  private static final double[] NOISE = {1.01, 0.99, 1.0};

  @TempDir Path directory;

  private static ScalingSetup setup(boolean weak, String job, int cores) {
    return new ScalingSetup(
        new JobSpec(job, SPEC.arguments()),
        "workers",
        1,
        true,
        weak,
        "reparto scale pi --samples 1e9",
        new Machine("a processor", cores, "17"));
  }

  private static List<ScalingRun> runs(IntToDoubleFunction seconds, int... sizes) {
    var runs = new ArrayList<ScalingRun>();
    for (int round = 1; round <= NOISE.length; round++) {
      for (int size : sizes) {
        double wall = seconds.applyAsDouble(size) * NOISE[round - 1];
        runs.add(
            new ScalingRun(
                round,
                size,
                wall,
                0.01,
                wall - 0.01,
                wall / 2,
                wall / 3,
                1e-9,
                0,
                0.1,
                -0.5,
                7,
                "d" + 64));
      }
    }
    return runs;
  }

  private static ScalingResult amdahl(int... sizes) {
    return ScalingResult.of(setup(false, "pi", 64), runs(n -> 8 * (0.05 + 0.95 / n), sizes));
  }

  @Test
  void givenRunsOfOneSizeAfterTheOther_whenSummedUp_thenItIsSaid() {
    List<ScalingRun> alternating = runs(n -> 8.0 / n, 1, 2);
    var blocks = new ArrayList<ScalingRun>(alternating);
    blocks.sort(Comparator.comparingInt(ScalingRun::size).reversed());

    assertThat(Findings.remarks(ScalingResult.of(setup(false, "pi", 64), blocks)))
        .anyMatch(remark -> remark.startsWith("the sizes' runs did not alternate"));
    assertThat(Findings.remarks(ScalingResult.of(setup(false, "pi", 64), alternating)))
        .noneMatch(remark -> remark.contains("alternate"));
  }

  @Test
  void givenRuns_whenWrittenAndRead_thenTheyAreTheSame() throws IOException {
    List<ScalingRun> runs = runs(n -> 1.0 / 3 / n, 1, 2);
    Path file = Files.writeString(directory.resolve("runs.csv"), RunsFile.text(runs));

    assertThat(RunsFile.read(file)).isEqualTo(runs);
    Files.writeString(file, "round,size\n1,2\n");
    assertThatThrownBy(() -> RunsFile.read(file)).isInstanceOf(IOException.class);
  }

  @Test
  void givenAResult_whenWritten_thenEveryFileIsThereAndSaysTheSame() throws Exception {
    ScalingResult result = amdahl(1, 2, 4, 8);

    String noPlots = ScalingFolder.prepare(directory.resolve("out"), false).write(result);

    Path out = directory.resolve("out");
    assertThat(noPlots).isEmpty();
    assertThat(Files.readAllLines(out.resolve("runs.csv"))).hasSize(1 + 12);
    JsonNode json = new ObjectMapper().readTree(out.resolve("summary.json").toFile());
    assertThat(json.at("/laws/serialFraction/value").asDouble()).isBetween(0.045, 0.055);
    assertThat(json.at("/sizes/3/speedup/value").asDouble()).isBetween(5.8, 6.1);
    assertThat(json.get("scaling").asText()).isEqualTo("strong");
    assertThat(json.get("refusal").isNull()).isTrue();
    assertThat(Files.readString(out.resolve("report.md")))
        .contains("# Strong scaling of pi", "| 8 | 3 |", "Amdahl: serial fraction 0.05")
        .contains("so never more than 20 times", "](speedup.svg)", "](efficiency.svg)");
    for (String name : List.of("speedup", "efficiency")) {
      assertThat(ImageIO.read(out.resolve(name + ".png").toFile()).getWidth())
          .isEqualTo(2 * ScalingPlot.WIDTH);
      DocumentBuilderFactory xml = DocumentBuilderFactory.newInstance();
      xml.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
      assertThat(
              xml.newDocumentBuilder()
                  .parse(out.resolve(name + ".svg").toFile())
                  .getDocumentElement()
                  .getNodeName())
          .isEqualTo("svg");
    }
    assertThat(out).isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("."));
  }

  @Test
  void givenAFolderInUse_whenPrepared_thenItIsRefusedUnlessForced() throws IOException {
    Files.writeString(directory.resolve("precious"), "");
    Path file = directory.resolve("precious");

    assertThatThrownBy(() -> ScalingFolder.prepare(directory, false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--force");
    assertThatThrownBy(() -> ScalingFolder.prepare(file, true)).isInstanceOf(IOException.class);
    ScalingFolder.prepare(directory, true);
    assertThat(file).exists();
  }

  @Test
  void givenAFolderOfTheSameJob_whenExtended_thenItsRunsAreThereAndThoseOfAnotherRefused()
      throws IOException {
    ScalingResult result = amdahl(2, 3);
    ScalingFolder.prepare(directory, false).write(result);

    ScalingFolder folder = ScalingFolder.extend(directory);

    assertThat(folder.runs(SPEC)).isEqualTo(result.runs());
    assertThatThrownBy(() -> folder.runs(new JobSpec("pi", Map.of())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another job");
  }

  @Test
  void givenThreeSizes_whenSummedUp_thenThereAreSpeedupsAndTheReasonWhyNoLaw() {
    ScalingResult result = amdahl(1, 2, 4);

    assertThat(result.fit()).isEmpty();
    assertThat(Findings.of(result)).singleElement().asString().contains("at least 4 sizes");
    assertThat(result.rows()).extracting(ScalingResult.Row::size).containsExactly(1, 2, 4);
    assertThat(result.rows().get(0).speedup()).isEqualTo(new Interval(1, 1, 1));
    Interval four = result.rows().get(2).speedup();
    assertThat(four.value()).isBetween(four.low(), four.high()).isBetween(3.4, 3.5);
  }

  @Test
  void givenWeakScaling_whenTheTimeStays_thenTheSpeedupIsTheSize() {
    ScalingResult result =
        ScalingResult.of(setup(true, "pi", 64), runs(n -> 2 + 0.001 * n, 1, 2, 4, 8));

    assertThat(result.rows().get(3).speedup().value()).isBetween(7.9, 8.0);
    assertThat(result.rows().get(3).efficiency()).isBetween(0.98, 1.0);
    assertThat(result.fit().orElseThrow().serial().name()).isEqualTo("Gustafson");
    assertThat(Findings.remarks(result)).anyMatch(line -> line.startsWith("weak scaling: "));
  }

  @Test
  void givenNoSizeOne_whenSummedUp_thenTheSmallestIsTakenForPerfectAndThatIsSaid() {
    ScalingResult result =
        ScalingResult.of(setup(false, "pi", 64), runs(n -> 12.0 / n, 2, 3, 4, 6));

    assertThat(result.rows())
        .extracting(row -> Math.round(row.speedup().value()))
        .containsExactly(2L, 3L, 4L, 6L);
    assertThat(Findings.remarks(result)).anyMatch(line -> line.contains("size 1 was not measured"));
  }

  @Test
  void givenFewerCoresThanSlots_whenComputing_thenItWarnsAndOfSleepingItDoesNot() {
    assertThat(setup(false, "pi", 2).warning(4).orElseThrow())
        .contains("2 cores", "4 asked for", "scale sleep");
    assertThat(setup(false, "pi", 4).warning(4)).isEmpty();
    assertThat(setup(false, "sleep", 2).warning(64)).isEmpty();
  }
}
