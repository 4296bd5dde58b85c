package io.reparto.node.cli.progress;

import io.reparto.node.cli.Console;
import io.reparto.protocol.message.JobEvent;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;

/**
 * A progress bar on stderr: on a terminal one line that is redrawn and removed at the end;
 * elsewhere (when forced) a line every few seconds. Used by one thread; the bar draws itself on one
 * of its own.
 *
 * <p>The library is only loaded by {@link #show}, so that a job that ends at once doesn't pay for
 * it.
 */
public final class ProgressDisplay implements AutoCloseable {
  private static final int REDRAW_MILLIS = 100;
  private static final int LINE_MILLIS = 5000;

  private final ProgressBar bar;
  private final Measure measure;
  private final BarRenderer renderer;
  private final LineConsumer consumer;

  private ProgressDisplay(
      ProgressBar bar, Measure measure, BarRenderer renderer, LineConsumer consumer) {
    this.bar = bar;
    this.measure = measure;
    this.renderer = renderer;
    this.consumer = consumer;
  }

  /**
   * Begins to show the progress of a planned job.
   *
   * @param running since the plan
   */
  public static ProgressDisplay show(
      JobEvent.Planned planned, JobEvent.Progressed progressed, Duration running, Console console) {
    Measure measure = Measure.of(planned);
    var renderer = new BarRenderer(measure, console.unicode());
    renderer.latest(progressed);
    LineConsumer consumer =
        console.errIsTerminal()
            ? LineConsumer.redrawn(console.err(), console.columns().getAsInt())
            : LineConsumer.lines(console.err());
    ProgressBar bar =
        ProgressBar.builder()
            .setInitialMax(measure.total())
            .startsFrom(measure.done(progressed), running)
            .setUpdateIntervalMillis(console.errIsTerminal() ? REDRAW_MILLIS : LINE_MILLIS)
            .continuousUpdate()
            .setRenderer(renderer)
            .setConsumer(consumer)
            .build();
    return new ProgressDisplay(bar, measure, renderer, consumer);
  }

  /** Takes over what is known now; drawn soon. */
  public void update(JobEvent.Progressed progressed) {
    renderer.latest(progressed);
    bar.stepTo(measure.done(progressed));
  }

  /** Puts a line above the bar; by any thread. */
  public void print(String line) {
    consumer.print(line);
  }

  /** Draws the last state, then removes the bar from a terminal. */
  @Override
  public void close() {
    bar.refresh();
    consumer.close(); // first: the bar's own thread draws once more at its close
    bar.close();
  }
}
