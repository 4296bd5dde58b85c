package io.reparto.node.race.plot;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import io.reparto.node.race.report.Outcome;
import io.reparto.node.race.report.RaceReport;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * Two bar charts, one above the other: how much of what was asked was counted, and what an
 * increment cost (on a logarithmic scale: the costs differ by factors of a thousand).
 */
public final class RacePlot {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 430;
  private static final int PNG_SCALE = 2;
  private static final Color COUNTED = new Color(0x2A6F97);
  private static final Color LOST = new Color(0xE76F51);
  private static final Color COST = new Color(0x6C757D);

  private RacePlot() {}

  /** Writes the picture; {@code out} stays open. Needs no display. */
  public static void write(RaceReport report, PlotFormat format, OutputStream out)
      throws IOException {
    System.setProperty("java.awt.headless", "true");
    List<CategoryChart> charts = List.of(correctness(report), cost(report));
    switch (format) {
      case PNG -> writePng(charts, out);
      case SVG -> writeSvg(charts, out);
    }
  }

  private static CategoryChart correctness(RaceReport report) {
    CategoryChart chart =
        chart(
            report.settings().parties()
                + " "
                + report.parties()
                + " add one "
                + report.settings().increments()
                + " times each: what is counted in "
                + report.settings().rounds()
                + " rounds",
            "% of increments");
    List<String> names = names(report);
    List<Double> lost = report.outcomes().stream().map(Outcome::lostPercent).toList();
    chart.addSeries("counted", names, lost.stream().map(percent -> 100 - percent).toList());
    chart.addSeries("lost", names, lost);
    CategoryStyler styler = chart.getStyler();
    styler.setSeriesColors(new Color[] {COUNTED, LOST});
    styler.setStacked(true);
    styler.setYAxisMin(0.0);
    styler.setYAxisMax(100.0);
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(LegendLayout.Horizontal);
    return chart;
  }

  private static CategoryChart cost(RaceReport report) {
    CategoryChart chart =
        chart("Cost of an increment: " + report.machine(), "ns per increment (log)");
    List<Double> nanos =
        report.outcomes().stream().map(Outcome::nanosPerIncrement).map(RacePlot::rounded).toList();
    chart.addSeries("cost", names(report), nanos);
    CategoryStyler styler = chart.getStyler();
    styler.setSeriesColors(new Color[] {COST});
    styler.setYAxisLogarithmic(true);
    styler.setYAxisMin(powerOfTenBelow(nanos));
    styler.setYAxisDecimalPattern("#,##0.###");
    styler.setLegendVisible(false);
    styler.setLabelsVisible(true);
    styler.setLabelsPosition(0.5);
    return chart;
  }

  private static CategoryChart chart(String title, String valueAxis) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .yAxisTitle(valueAxis)
            .build();
    CategoryStyler styler = chart.getStyler();
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setXAxisLabelRotation(30);
    styler.setAvailableSpaceFill(0.7);
    styler.setPlotGridVerticalLinesVisible(false);
    // Dashes would be hundreds of shapes in an SVG.
    styler.setPlotGridLinesStroke(new BasicStroke(0.5f));
    return chart;
  }

  private static List<String> names(RaceReport report) {
    return report.outcomes().stream().map(Outcome::strategy).toList();
  }

  private static double rounded(double nanos) {
    return new java.math.BigDecimal(nanos).round(new java.math.MathContext(3)).doubleValue();
  }

  /** Where the axis begins: on a logarithmic one a bar has no natural foot. */
  private static double powerOfTenBelow(List<Double> values) {
    double least = values.stream().mapToDouble(Double::doubleValue).min().orElse(1);
    return Math.pow(10, Math.floor(Math.log10(least)));
  }

  private static void writePng(List<CategoryChart> charts, OutputStream out) throws IOException {
    var image =
        new BufferedImage(
            WIDTH * PNG_SCALE, charts.size() * HEIGHT * PNG_SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.scale(PNG_SCALE, PNG_SCALE);
    paint(charts, graphics);
    graphics.dispose();
    if (!ImageIO.write(image, "png", out)) {
      throw new IOException("this JVM can't write PNG");
    }
  }

  private static void writeSvg(List<CategoryChart> charts, OutputStream out) throws IOException {
    var graphics = new VectorGraphics2D();
    paint(charts, graphics);
    Document document =
        Processors.get("svg")
            .getDocument(graphics.getCommands(), new PageSize(0, 0, WIDTH, charts.size() * HEIGHT));
    document.writeTo(out);
  }

  private static void paint(List<CategoryChart> charts, Graphics2D graphics) {
    for (CategoryChart chart : charts) {
      chart.paint(graphics, WIDTH, HEIGHT);
      graphics.translate(0, HEIGHT);
    }
  }
}
