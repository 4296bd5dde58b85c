package io.reparto.node.cli;

import io.reparto.node.local.ClusterProgress;

/** One line on stderr that says how many nodes are ready; on a terminal it is overwritten. */
final class StartDisplay implements ClusterProgress {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Console console;
  private String shown = "";

  StartDisplay(Console console) {
    this.console = console;
  }

  @Override
  public void note(String line) {
    clear();
    console.err().println(CommandTree.NAME + ": " + line);
  }

  @Override
  public void ready(int ready, int of) {
    if (!console.errIsTerminal()) {
      if (shown.isEmpty() && ready < of) {
        shown = "waiting for " + of + (of == 1 ? " node" : " nodes");
        console.err().println(CommandTree.NAME + ": " + shown);
      }
      return;
    }
    String line = ready + " of " + of + (of == 1 ? " node" : " nodes") + " ready";
    if (!line.equals(shown)) {
      console.err().print(CLEAR_LINE + line);
      console.err().flush();
      shown = line;
    }
  }

  /** Takes the line away; whatever comes next is written in its place. */
  void clear() {
    if (console.errIsTerminal() && !shown.isEmpty()) {
      console.err().print(CLEAR_LINE);
      console.err().flush();
      shown = "";
    }
  }
}
