package io.reparto.node.cli.output;

import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.TextColumn;
import io.reparto.protocol.text.Cells;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A result as an aligned table for people: of a long one the head and the tail, of a wide one the
 * first columns and the last; the footer says what was left out. Numbers are never shortened.
 */
final class TableOutput {
  private static final int WIDEST_TEXT = 48;

  private final int maxRows;
  private final int terminalColumns;
  private final String bar;
  private final char line;
  private final String crossing;
  private final String ellipsis;
  private String nullText = "null";

  /**
   * A form of table.
   *
   * @param maxRows most rows shown; 0 for all
   * @param terminalColumns characters in a line
   * @param unicode whether to draw with box characters
   */
  TableOutput(int maxRows, int terminalColumns, boolean unicode) {
    this.maxRows = maxRows;
    this.terminalColumns = terminalColumns;
    bar = unicode ? " │ " : " | ";
    line = unicode ? '─' : '-';
    crossing = unicode ? "─┼─" : "-+-";
    ellipsis = unicode ? "…" : "...";
  }

  /** The same for tables in which a cell without a value has no meaning. */
  TableOutput leavingNullsEmpty() {
    nullText = "";
    return this;
  }

  void write(JobResult result, OutputStream out) throws IOException {
    int total = result.rows();
    int head = maxRows == 0 || total <= maxRows ? total : (maxRows + 1) / 2;
    int tail = head == total ? 0 : maxRows - head;
    var shown = new ArrayList<Strip>();
    for (Column column : result.columns()) {
      shown.add(strip(column, head, tail));
    }
    int columns = shown.size();
    int hidden = leaveOutMiddle(shown);
    var text = new StringBuilder();
    appendRow(text, shown, 0);
    appendRule(text, shown);
    for (int row = 1; row < shown.get(0).cells.size(); row++) {
      appendRow(text, shown, row);
      if (text.length() > 1 << 15) {
        flush(text, out);
      }
    }
    appendFooter(text, total, head + tail, columns, columns - hidden);
    flush(text, out);
  }

  /** One column's shown cells, header first. */
  private static final class Strip {
    final List<String> cells = new ArrayList<>();
    final boolean leftAligned;
    int width;

    Strip(boolean leftAligned) {
      this.leftAligned = leftAligned;
    }

    void add(String cell) {
      cells.add(cell);
      width = Math.max(width, DisplayWidth.of(cell));
    }
  }

  private Strip strip(Column column, int head, int tail) {
    boolean isText = column instanceof TextColumn;
    var strip = new Strip(isText);
    strip.add(shorten(visible(column.name())));
    for (int row = 0; row < head; row++) {
      strip.add(cell(column, row, isText));
    }
    if (head + tail < column.size()) {
      strip.add(ellipsis);
    }
    for (int row = column.size() - tail; row < column.size(); row++) {
      strip.add(cell(column, row, isText));
    }
    return strip;
  }

  private String cell(Column column, int row, boolean isText) {
    String text = Cells.text(column, row);
    if (text == null) {
      return nullText;
    }
    return isText ? shorten(visible(text)) : text;
  }

  private String shorten(String text) {
    if (DisplayWidth.of(text) <= WIDEST_TEXT) {
      return text;
    }
    return DisplayWidth.cut(text, WIDEST_TEXT - ellipsis.length()) + ellipsis;
  }

  /** A control character would break the table, or speak to the terminal. */
  private static String visible(String text) {
    for (int index = 0; index < text.length(); index++) {
      if (Character.isISOControl(text.charAt(index))) {
        var shown = new StringBuilder();
        for (int each = 0; each < text.length(); each++) {
          char letter = text.charAt(each);
          switch (letter) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            default -> {
              if (Character.isISOControl(letter)) {
                shown.append("\\x").append(Character.forDigit(letter >> 4, 16));
                shown.append(Character.forDigit(letter & 15, 16));
              } else {
                shown.append(letter);
              }
            }
          }
        }
        return shown.toString();
      }
    }
    return text;
  }

  /** Replaces columns in the middle by one of dots until the rest fits; returns how many. */
  private int leaveOutMiddle(List<Strip> strips) {
    long width = -bar.length();
    for (Strip strip : strips) {
      width += strip.width + bar.length();
    }
    if (width <= terminalColumns || strips.size() <= 2) {
      return 0;
    }
    var dots = new Strip(true);
    for (int row = 0; row < strips.get(0).cells.size(); row++) {
      dots.add(ellipsis);
    }
    width += dots.width + bar.length();
    int hidden = 0;
    int middle = 0;
    while (width > terminalColumns && strips.size() > 2) {
      middle = strips.size() / 2;
      width -= strips.remove(middle).width + bar.length();
      hidden++;
    }
    strips.add(middle, dots);
    return hidden;
  }

  private void appendRow(StringBuilder text, List<Strip> strips, int row) {
    for (int index = 0; index < strips.size(); index++) {
      Strip strip = strips.get(index);
      boolean last = index == strips.size() - 1;
      String cell = strip.cells.get(row);
      int gap = strip.width - DisplayWidth.of(cell);
      text.append(index == 0 ? "" : bar);
      text.append(" ".repeat(strip.leftAligned ? 0 : gap)).append(cell);
      text.append(" ".repeat(strip.leftAligned && !last ? gap : 0));
    }
    text.append('\n');
  }

  private void appendRule(StringBuilder text, List<Strip> strips) {
    for (int index = 0; index < strips.size(); index++) {
      text.append(index == 0 ? "" : crossing);
      text.append(String.valueOf(line).repeat(strips.get(index).width));
    }
    text.append('\n');
  }

  private void appendFooter(StringBuilder text, int rows, int shownRows, int columns, int shown) {
    if (rows == shownRows && columns == shown) {
      if (rows != 1) {
        text.append('(').append(rows).append(" rows)\n");
      }
      return;
    }
    text.append('(').append(rows).append(rows == 1 ? " row" : " rows");
    if (shownRows < rows) {
      text.append(", ").append(shownRows).append(" shown");
    }
    if (shown < columns) {
      text.append("; ").append(columns).append(" columns, ").append(shown).append(" shown");
    }
    text.append("; for all: ");
    text.append(shown == columns ? "--max-rows 0 or --format csv" : "--format csv").append(")\n");
  }

  private static void flush(StringBuilder text, OutputStream out) throws IOException {
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    text.setLength(0);
  }
}
