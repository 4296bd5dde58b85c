package io.reparto.node.race.plot;

import io.reparto.node.plot.Picture;
import io.reparto.node.plot.PlotFormat;
import io.reparto.node.race.report.Outcome;
import io.reparto.node.race.report.RaceReport;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
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
  private static final Color COUNTED = new Color(0x2A6F97);
  private static final Color LOST = new Color(0xE76F51);
  private static final Color COST = new Color(0x6C757D);

  private RacePlot() {}

  /** Writes the picture; {@code out} stays open. Needs no display. */
  public static void write(RaceReport report, PlotFormat format, OutputStream out)
      throws IOException {
    Picture.useNoDisplay();
    new Picture(List.of(correctness(report), cost(report)), WIDTH, HEIGHT).writeTo(out, format);
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
    Picture.style(styler);
    styler.setXAxisLabelRotation(30);
    styler.setAvailableSpaceFill(0.7);
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
}
