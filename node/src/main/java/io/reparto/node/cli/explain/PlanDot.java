package io.reparto.node.cli.explain;

import io.reparto.node.cli.output.Quantities;
import io.reparto.protocol.job.Operator;
import io.reparto.protocol.job.Partition;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A plan as a graph in Graphviz's language: on one side the operators, on the other the tasks and
 * the tree along which they are merged; of many tasks only examples.
 */
final class PlanDot {
  private final StringBuilder dot = new StringBuilder();

  private PlanDot() {}

  static void write(PlanView view, OutputStream out) throws IOException {
    var writer = new PlanDot();
    writer.graph(view);
    out.write(writer.dot.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void graph(PlanView view) {
    line("digraph plan {");
    line("  ordering=out;"); // tasks from left to right
    line("  fontname=\"sans-serif\";");
    line("  node [shape=box, style=rounded, fontname=\"sans-serif\", fontsize=11];");
    line("  edge [fontname=\"sans-serif\", fontsize=10];");
    operators(view);
    if (view.tasks() > 0) {
      tasks(view);
    }
    line("}");
  }

  private void operators(PlanView view) {
    line("  subgraph cluster_operators {");
    line("    label=" + quoted(view.spec().job() + ": operators") + "; color=gray;");
    for (int index = 0; index < view.operators().size(); index++) {
      Operator operator = view.operators().get(index);
      var label = new StringBuilder(escaped(operator.name())).append("\\n");
      for (Map.Entry<String, String> attribute : operator.attributes().entrySet()) {
        label.append(escaped(attribute.getKey() + ": " + attribute.getValue())).append("\\l");
      }
      line("    operator" + index + " [label=\"" + label + "\"];");
      if (index > 0) {
        feeds("operator" + (index - 1), "operator" + index, "");
      }
    }
    line("  }");
  }

  private void tasks(PlanView view) {
    String total = view.total().bytes() > 0 ? ", " + Quantities.bytes(view.total().bytes()) : "";
    line("  subgraph cluster_tasks {");
    line(
        "    label="
            + quoted(
                "tasks: " + view.tasks() + total + ", merge tree of depth " + view.mergeDepth())
            + "; color=gray;");
    for (Partition partition : view.examples()) {
      String label = escaped("task " + partition.task()) + "\\n" + escaped(partition.describe());
      line("    task" + partition.task() + " [label=\"" + label + "\", style=filled];");
    }
    if (view.omitted() > 0) {
      examplesUnderOneRoot(view);
    } else {
      wholeTree(view);
    }
    line("  }");
  }

  private void examplesUnderOneRoot(PlanView view) {
    line("    omitted [label=" + quoted(view.omitted() + " more tasks") + ", shape=plaintext];");
    line("    root [label=" + quoted(view.mergeDepth() + " levels of merges") + "];");
    Partition last = view.examples().get(view.examples().size() - 1);
    for (Partition partition : view.examples()) {
      if (partition == last) {
        feeds("omitted", "root", ", style=dashed");
      }
      feeds("task" + partition.task(), "root", ", style=dashed");
    }
  }

  /** A node whose right child lies beyond the last task is its left child. */
  private void wholeTree(PlanView view) {
    List<String> level = new ArrayList<>();
    for (int task = 0; task < view.tasks(); task++) {
      level.add("task" + task);
    }
    for (int height = 1; level.size() > 1; height++) {
      List<String> next = new ArrayList<>();
      for (int index = 0; index < level.size(); index += 2) {
        if (index + 1 == level.size()) {
          next.add(level.get(index));
          continue;
        }
        String node = "merge" + height + "_" + index / 2;
        line("    " + node + " [label=\"merge\", shape=ellipse, style=solid];");
        feeds(level.get(index), node, "");
        feeds(level.get(index + 1), node, "");
        next.add(node);
      }
      level = next;
    }
  }

  /** An arrow up: Graphviz puts what an edge starts from on top, hence backwards. */
  private void feeds(String lower, String upper, String attributes) {
    line("    " + upper + " -> " + lower + " [dir=back" + attributes + "];");
  }

  private void line(String text) {
    dot.append(text).append('\n');
  }

  private static String quoted(String text) {
    return '"' + escaped(text) + '"';
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
