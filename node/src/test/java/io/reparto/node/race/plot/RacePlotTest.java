package io.reparto.node.race.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparto.node.lab.Machine;
import io.reparto.node.plot.PlotFile;
import io.reparto.node.plot.PlotFormat;
import io.reparto.node.race.RaceSettings;
import io.reparto.node.race.report.Outcome;
import io.reparto.node.race.report.RaceReport;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RacePlotTest {
  private static final RaceReport REPORT =
      new RaceReport(
          "threads",
          new RaceSettings(3, 10, 2),
          List.of(
              new Outcome("plain field", false, 30, List.of(30L, 12L), 0.4, 0),
              new Outcome("actor owns it", true, 30, List.of(30L, 30L), 1200, 0)),
          new Machine("a processor", 2, "17"),
          List.of(),
          Optional.empty());

  @TempDir Path directory;

  @Test
  void givenARace_whenDrawnAsPng_thenItHasBothColours() throws Exception {
    var out = new ByteArrayOutputStream();

    RacePlot.write(REPORT, PlotFormat.PNG, out);

    BufferedImage image = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    assertThat(image.getWidth()).isEqualTo(2000);
    assertThat(has(image, 0x2A6F97)).isTrue();
    assertThat(has(image, 0xE76F51)).isTrue();
  }

  private static boolean has(BufferedImage image, int colour) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if ((image.getRGB(x, y) & 0xFFFFFF) == colour) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void givenARace_whenDrawnAsSvg_thenItIsXmlOfModestSize() throws Exception {
    var out = new ByteArrayOutputStream();

    RacePlot.write(REPORT, PlotFormat.SVG, out);

    var factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    var root =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(out.toByteArray()))
            .getDocumentElement();
    assertThat(root.getTagName()).isEqualTo("svg");
    assertThat(root.getElementsByTagName("path").getLength()).isPositive();
    assertThat(out.size()).isLessThan(500_000);
  }

  @Test
  void givenNames_whenAsked_thenTheEndingTellsTheFormat() {
    assertThat(PlotFormat.of(Path.of("a/b.SVG"))).contains(PlotFormat.SVG);
    assertThat(PlotFormat.of(Path.of("b.png"))).contains(PlotFormat.PNG);
    assertThat(PlotFormat.of(Path.of("svg"))).isEmpty();
    assertThat(PlotFormat.of(Path.of("/"))).isEmpty();
  }

  @Test
  void givenAFailure_whenWriting_thenTheOldFileStaysAndNothingElse() throws Exception {
    Path file = Files.writeString(directory.resolve("race.svg"), "old");

    try (PlotFile plot = PlotFile.prepare(file)) {
      assertThatThrownBy(
              () ->
                  plot.write(
                      out -> {
                        out.write('x');
                        throw new IOException("disk full");
                      }))
          .hasMessage("disk full");
    }

    assertThat(file).hasContent("old");
    assertThat(directory).isDirectoryContaining("glob:**/race.svg");
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void givenPlacesThatCantBeWritten_whenPrepared_thenTheyAreRefused() {
    assertThatThrownBy(() -> PlotFile.prepare(directory.resolve("none/race.svg")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> PlotFile.prepare(directory)).isInstanceOf(IOException.class);
  }
}
