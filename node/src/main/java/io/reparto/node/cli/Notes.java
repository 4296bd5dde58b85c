package io.reparto.node.cli;

import io.reparto.node.cli.progress.ProgressDisplay;
import java.util.function.Consumer;

/** What happens beside a job, in lines on stderr that leave the progress bar whole. Thread-safe. */
final class Notes implements Consumer<String> {
  private final Console console;
  private ProgressDisplay display;

  Notes(Console console) {
    this.console = console;
  }

  @Override
  public synchronized void accept(String text) {
    String line = "note: " + text;
    if (display == null) {
      console.err().println(line);
    } else {
      display.print(line);
    }
  }

  /** Notes go above that bar from now on. */
  synchronized void begin(ProgressDisplay shown) {
    display = shown;
  }

  /** Removes the bar. */
  synchronized void end() {
    if (display != null) {
      display.close();
      display = null;
    }
  }
}
