package io.reparto.node.cli.progress;

import io.reparto.node.cli.output.DisplayWidth;
import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * Puts the bar on a stream without asking the terminal anything: the library's own consumers load
 * JLine for that, which takes longer than many a job.
 */
final class LineConsumer implements ProgressBarConsumer {
  private static final int LINE_COLUMNS = 120;

  /** What a terminal echoes when the user types Ctrl-C behind the bar. */
  private static final int ECHO_COLUMNS = "^C".length();

  private final PrintStream stream;
  private final int columns;
  private final boolean redrawn;
  private int shownColumns;
  private boolean closed;

  private LineConsumer(PrintStream stream, int columns, boolean redrawn) {
    this.stream = stream;
    this.columns = columns;
    this.redrawn = redrawn;
  }

  /** One line, written over and over, and removed at the end. */
  static LineConsumer redrawn(PrintStream stream, int columns) {
    // One column less: some terminals wrap as soon as the last one is taken.
    return new LineConsumer(stream, columns - 1 - ECHO_COLUMNS, true);
  }

  /** A new line each time. */
  static LineConsumer lines(PrintStream stream) {
    return new LineConsumer(stream, LINE_COLUMNS, false);
  }

  @Override
  public int getMaxRenderedLength() {
    return columns;
  }

  @Override
  public synchronized void accept(String line) {
    if (closed) {
      return; // the drawing thread may come a moment late
    }
    if (!redrawn) {
      stream.println(line.stripTrailing());
      return;
    }
    int width = DisplayWidth.of(line);
    // Spaces instead of an escape sequence: every terminal has them.
    stream.print("\r" + line + " ".repeat(Math.max(0, shownColumns - width)));
    stream.flush();
    shownColumns = width;
  }

  /** Writes a line of its own; the bar is drawn again below it in a moment. */
  synchronized void print(String line) {
    if (redrawn && !closed) {
      blank();
    }
    stream.println(line);
  }

  private void blank() {
    if (shownColumns > 0) {
      stream.print("\r" + " ".repeat(shownColumns + ECHO_COLUMNS) + "\r");
      stream.flush();
      shownColumns = 0;
    }
  }

  @Override
  public synchronized void close() {
    if (!closed && redrawn) {
      blank();
    }
    closed = true;
  }
}
