package io.reparto.node.cli.output;

import java.util.List;

/** What workers wrote to their logs, as far as it can be had here. */
@FunctionalInterface
public interface WorkerLogs {
  WorkerLogs NONE = worker -> List.of();

  /** The last lines that the worker wrote before it died; none if they can't be had. */
  List<String> lastLines(String worker);
}
