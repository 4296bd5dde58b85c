package io.reparto.node.lab.scaling;

import io.reparto.node.plot.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A result as charts: each run as a dot, the medians, perfect scaling, and the laws with their
 * band. Efficiency is the same by size.
 */
final class ScalingPlot {
  static final int WIDTH = 900;
  static final int HEIGHT = 560;
  private static final int STEPS = 60;
  private static final Color PERFECT = new Color(0xADB5BD);
  private static final Color RUNS = new Color(0x8ECAE6);
  private static final Color MEDIAN = new Color(0x2A6F97);
  private static final Color SERIAL = new Color(0xE9A23B);
  private static final Color UNIVERSAL = new Color(0xD1495B);
  private static final Color BAND = new Color(0xF0B8BF);

  private final ScalingResult result;
  private final XYChart chart;
  private final boolean bySize;

  private ScalingPlot(ScalingResult result, boolean bySize) {
    this.result = result;
    this.bySize = bySize;
    String of = result.setup().spec().job() + (result.setup().weak() ? ", weak scaling: " : ": ");
    this.chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(of + (bySize ? "efficiency" : "speed-up") + " by " + result.setup().unit())
            .xAxisTitle(result.setup().unit())
            .yAxisTitle(bySize ? "speed-up by size" : "times as fast as one")
            .build();
  }

  static Picture speedup(ScalingResult result) {
    return picture(result, false);
  }

  static Picture efficiency(ScalingResult result) {
    return picture(result, true);
  }

  private static Picture picture(ScalingResult result, boolean bySize) {
    Picture.useNoDisplay();
    var plot = new ScalingPlot(result, bySize);
    plot.draw();
    return new Picture(List.of(plot.chart), WIDTH, HEIGHT);
  }

  private void draw() {
    Picture.style(chart.getStyler());
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setYAxisMin(0.0);
    if (bySize) {
      chart.getStyler().setYAxisMax(Math.max(1.2, 1.1 * highestRun()));
    }
    chart.getStyler().setMarkerSize(8);
    curve("perfect", PERFECT, 1.5f, size -> size);
    result.fit().ifPresent(this::drawLaws);
    drawRuns();
    points(
        "median",
        MEDIAN,
        result.rows().stream().map(row -> (double) row.size()).toList(),
        result.rows().stream().map(row -> row.speedup().value()).toList());
  }

  private void drawLaws(ScalingFit fit) {
    curve("USL, 95 % from", BAND, 1.5f, size -> fit.speedup(size).low());
    curve("USL, 95 % to", BAND, 1.5f, size -> fit.speedup(size).high());
    curve(fit.serial().name(), SERIAL, 2, fit.serial()::speedup);
    curve("USL", UNIVERSAL, 2, fit.usl()::speedup);
  }

  private double highestRun() {
    return runs().stream().mapToDouble(run -> run[1] / run[0]).max().orElse(1);
  }

  /** Size and speed-up against the median of size 1, of each run. */
  private List<double[]> runs() {
    boolean weak = result.setup().weak();
    // Of weak scaling a time by work, and of the smallest size as of one.
    double one = result.rows().get(0).wall().median() * (weak ? 1 : result.smallest());
    return result.runs().stream()
        .map(run -> run.observation(weak))
        .map(each -> new double[] {each.size(), one / each.seconds()})
        .toList();
  }

  private void drawRuns() {
    points(
        "run",
        RUNS,
        runs().stream().map(run -> run[0]).toList(),
        runs().stream().map(run -> run[1]).toList());
  }

  private void curve(String name, Color color, float width, DoubleUnaryOperator speedup) {
    var sizes = new ArrayList<Double>();
    var values = new ArrayList<Double>();
    for (int step = 0; step <= STEPS; step++) {
      double size = 1 + step * (result.largest() - 1.0) / STEPS;
      sizes.add(size);
      values.add(shown(size, speedup.applyAsDouble(size)));
    }
    XYSeries series = chart.addSeries(name, sizes, values);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(color);
    series.setLineStyle(new BasicStroke(width));
  }

  private void points(String name, Color color, List<Double> sizes, List<Double> speedups) {
    var values = new ArrayList<Double>();
    for (int index = 0; index < sizes.size(); index++) {
      values.add(shown(sizes.get(index), speedups.get(index)));
    }
    XYSeries series = chart.addSeries(name, sizes, values);
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(color);
  }

  private double shown(double size, double speedup) {
    return bySize ? speedup / size : speedup;
  }
}
