package io.reparto.node.cli.explain;

import io.reparto.node.cli.output.DisplayWidth;
import io.reparto.node.cli.output.Quantities;
import io.reparto.protocol.job.Operator;
import io.reparto.protocol.job.Partition;
import io.reparto.protocol.job.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A plan for people: the operators as a tree with the result on top and the input at its foot. */
final class PlanText {
  private PlanText() {}

  static void write(PlanView view, boolean unicode, OutputStream out) throws IOException {
    var text = new StringBuilder();
    appendTotals(text, view);
    appendOperators(text, view.operators(), unicode);
    appendPartitions(text, view, unicode);
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void appendTotals(StringBuilder text, PlanView view) {
    Work total = view.total();
    text.append(view.spec().job()).append(": ");
    text.append(view.tasks()).append(view.tasks() == 1 ? " task" : " tasks");
    boolean unitsAreTasks = view.unit().equals("tasks");
    if (total.units() >= 0 && !unitsAreTasks) {
      text.append(", ").append(Quantities.count(total.units())).append(' ').append(view.unit());
    }
    if (total.bytes() > 0) {
      text.append(", ").append(Quantities.bytes(total.bytes()));
    } else if (total.bytes() < 0) {
      text.append(", unknown bytes");
    }
    text.append(", merge tree of depth ").append(view.mergeDepth()).append("\n\n");
  }

  private static void appendOperators(
      StringBuilder text, List<Operator> operators, boolean unicode) {
    for (int depth = 0; depth < operators.size(); depth++) {
      Operator operator = operators.get(operators.size() - 1 - depth);
      String indent = "   ".repeat(Math.max(0, depth - 1));
      String branch = depth == 0 ? "" : unicode ? "└─ " : "+- ";
      text.append(indent).append(branch).append(operator.name()).append('\n');
      boolean last = depth == operators.size() - 1;
      String rail = "   ".repeat(depth) + (last ? "   " : unicode ? "│  " : "|  ");
      int widest = 0;
      for (String name : operator.attributes().keySet()) {
        widest = Math.max(widest, DisplayWidth.of(name));
      }
      for (Map.Entry<String, String> attribute : operator.attributes().entrySet()) {
        text.append(rail).append(attribute.getKey());
        text.append(" ".repeat(widest - DisplayWidth.of(attribute.getKey()) + 2));
        text.append(attribute.getValue()).append('\n');
      }
    }
  }

  private static void appendPartitions(StringBuilder text, PlanView view, boolean unicode) {
    if (view.tasks() == 0) {
      return;
    }
    text.append("\npartitions\n");
    int digits = Integer.toString(view.tasks() - 1).length();
    int previous = -1;
    for (Partition partition : view.examples()) {
      if (partition.task() > previous + 1) {
        String dots = unicode ? "…" : "...";
        text.append("  ").append(" ".repeat(Math.max(0, digits - dots.length()))).append(dots);
        text.append("  ").append(view.omitted()).append(" more\n");
      }
      previous = partition.task();
      String number = Integer.toString(partition.task());
      text.append("  ").append(" ".repeat(digits - number.length())).append(number);
      text.append("  ").append(partition.describe()).append('\n');
    }
  }
}
