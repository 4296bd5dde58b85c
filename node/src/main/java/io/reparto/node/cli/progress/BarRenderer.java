package io.reparto.node.cli.progress;

import io.reparto.node.cli.output.DisplayWidth;
import io.reparto.node.cli.output.Quantities;
import io.reparto.protocol.message.JobEvent;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/**
 * Draws {@code 45% │████ │ 312 MB of 693 MB, 22.5 M rows (48.1 M/s), 8 s left, answer}, as much of
 * it as the line has room for.
 */
final class BarRenderer implements ProgressBarRenderer {
  private static final int WIDEST_BAR = 30;
  private static final int NARROWEST_BAR = 8;
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
  private static final double NANOS_PER_SECOND = 1e9;

  /** Before that, an estimate is noise. */
  private static final double FRACTION_FOR_ESTIMATE = 0.01;

  private final Measure measure;
  private final boolean unicode;
  private volatile JobEvent.Progressed latest;

  BarRenderer(Measure measure, boolean unicode) {
    this.measure = measure;
    this.unicode = unicode;
  }

  void latest(JobEvent.Progressed progressed) {
    latest = progressed;
  }

  @Override
  public String render(ProgressState state, int columns) {
    double fraction = (double) state.getCurrent() / measure.total();
    String percent = Integer.toString((int) (100 * fraction));
    String words = words(fraction, state.getTotalElapsed());
    String head = " ".repeat(Math.max(0, 3 - percent.length())) + percent + "% ";
    int room = columns - head.length() - 3 - DisplayWidth.of(words);
    int bar = Math.max(NARROWEST_BAR, Math.min(WIDEST_BAR, room));
    return DisplayWidth.cut(head + bar(fraction, bar) + " " + words, columns);
  }

  private String bar(double fraction, int width) {
    if (!unicode) {
      int full = (int) (fraction * width);
      return "[" + "#".repeat(full) + ".".repeat(width - full) + "]";
    }
    int eighths = (int) (fraction * width * 8);
    int full = eighths / 8;
    String partly = full < width ? EIGHTHS.substring(eighths % 8, eighths % 8 + 1) : "";
    return "│" + "█".repeat(full) + partly + " ".repeat(Math.max(0, width - full - 1)) + "│";
  }

  private String words(double fraction, Duration elapsed) {
    JobEvent.Progressed progressed = latest;
    if (progressed == null) {
      return "";
    }
    var text = new StringBuilder();
    double seconds = elapsed.toNanos() / NANOS_PER_SECOND;
    if (measure.kind() == Measure.Kind.TASKS) {
      appendCount(text, progressed.ledger().committed(), "tasks", seconds);
    } else if (measure.kind() == Measure.Kind.UNITS || progressed.done().units() > 0) {
      appendCount(text, progressed.done().units(), measure.unit(), seconds);
    } else {
      text.append(Quantities.bytes(progressed.done().bytes()));
    }
    if (fraction >= FRACTION_FOR_ESTIMATE && fraction < 1) {
      long nanosLeft = (long) (elapsed.toNanos() * (1 - fraction) / fraction);
      text.append(", ").append(wholeSeconds(nanosLeft)).append(" left");
    }
    if (!progressed.preview().isEmpty()) {
      text.append(", ").append(progressed.preview());
    }
    return text.toString();
  }

  private static void appendCount(StringBuilder text, long count, String unit, double seconds) {
    text.append(Quantities.count(count)).append(' ').append(unit);
    text.append(" (").append(Quantities.count(count / Math.max(seconds, 1e-3))).append("/s)");
  }

  private static String wholeSeconds(long nanos) {
    long seconds = Math.round(nanos / NANOS_PER_SECOND);
    return seconds < 100 ? seconds + " s" : Quantities.seconds(Duration.ofSeconds(seconds));
  }
}
