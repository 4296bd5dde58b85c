package io.reparto.node.lab.scaling;

import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.text.Cells;
import java.util.ArrayList;
import java.util.List;

/** A result as Markdown. */
final class ScalingReport {
  private ScalingReport() {}

  static String text(ScalingResult result, boolean plots) {
    ScalingSetup setup = result.setup();
    var lines = new ArrayList<String>();
    lines.add("# " + (setup.weak() ? "Weak" : "Strong") + " scaling of " + setup.spec().job());
    lines.add("");
    lines.add("    " + setup.command());
    lines.add("");
    lines.add(
        (setup.onThisMachine() ? "Machine: " : "Machine of the client: ") + setup.machine() + ".");
    lines.add(
        setup.weak()
            ? "Each size gave one answer in all its runs."
            : "Every run at every size gave the same answer: digest "
                + result.digests().get(0)
                + ".");
    lines.add("");
    addTable(ScalingTable.of(result), lines);
    lines.add("");
    lines.add(
        "Times are those of the whole job, from the request to its result. `from` and `to` are a"
            + " 95 % band of the speed-up, which is one of medians.");
    lines.add("");
    lines.add("## Laws");
    lines.add("");
    Findings.of(result).forEach(finding -> lines.add("- " + finding));
    Findings.remarks(result).forEach(remark -> lines.add("- note: " + remark));
    if (plots) {
      lines.add("");
      lines.add("![speed-up](speedup.svg)");
      lines.add("");
      lines.add("![efficiency](efficiency.svg)");
    }
    return String.join("\n", lines) + "\n";
  }

  private static void addTable(JobResult table, List<String> lines) {
    List<Column> columns = table.columns();
    lines.add(row(columns.stream().map(Column::name).toList()));
    lines.add(row(columns.stream().map(column -> "---:").toList()));
    for (int row = 0; row < table.rows(); row++) {
      var cells = new ArrayList<String>();
      for (Column column : columns) {
        String cell = Cells.text(column, row);
        cells.add(cell == null ? "" : cell);
      }
      lines.add(row(cells));
    }
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }
}
