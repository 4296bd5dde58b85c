package io.reparto.node.plot;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;

/**
 * Charts of one size, one above the other, as a file's content. Needs no display, but fonts, which
 * a bare system may not have.
 *
 * @param width of each chart
 * @param height of each chart
 */
public record Picture(List<? extends Chart<?, ?>> charts, int width, int height) {
  private static final int PNG_SCALE = 2;

  public Picture {
    charts = List.copyOf(charts);
  }

  /** Makes charts of this process without a display; to be called before the first. */
  public static void useNoDisplay() {
    System.setProperty("java.awt.headless", "true");
  }

  /** Why no chart can be drawn here; empty if one can. */
  public static Optional<String> missing() {
    useNoDisplay();
    try {
      var image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      graphics.getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 12)).stringWidth("1");
      graphics.dispose();
      return Optional.empty();
    } catch (RuntimeException | InternalError | LinkageError e) { // what AWT throws, by version
      return Optional.of(
          "plots need a font, and this JVM finds none, or no library to draw it; install them"
              + " (Debian: fontconfig fonts-dejavu-core libfreetype6): "
              + e);
    }
  }

  /** What all our charts look like. */
  public static void style(AxesChartStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setPlotGridVerticalLinesVisible(false);
    // Dashes would be hundreds of shapes in an SVG.
    styler.setPlotGridLinesStroke(new BasicStroke(0.5f));
  }

  /** Writes it; {@code out} stays open. */
  public void writeTo(OutputStream out, PlotFormat format) throws IOException {
    switch (format) {
      case PNG -> writePng(out);
      case SVG -> writeSvg(out);
    }
  }

  private void writePng(OutputStream out) throws IOException {
    var image =
        new BufferedImage(
            width * PNG_SCALE, charts.size() * height * PNG_SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.scale(PNG_SCALE, PNG_SCALE);
    paint(graphics);
    graphics.dispose();
    if (!ImageIO.write(image, "png", out)) {
      throw new IOException("this JVM can't write PNG");
    }
  }

  private void writeSvg(OutputStream out) throws IOException {
    var graphics = new VectorGraphics2D();
    paint(graphics);
    Document document =
        Processors.get("svg")
            .getDocument(graphics.getCommands(), new PageSize(0, 0, width, charts.size() * height));
    document.writeTo(out);
  }

  private void paint(Graphics2D graphics) {
    for (Chart<?, ?> chart : charts) {
      chart.paint(graphics, width, height);
      graphics.translate(0, height);
    }
  }
}
