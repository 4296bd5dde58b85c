package io.reparto.node.lab.scaling;

import io.reparto.node.lab.JobRunner;
import io.reparto.node.lab.MeasuredRun;
import io.reparto.node.lab.SameAnswer;
import io.reparto.node.lab.WarmUp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs one job at several sizes. Each size is warmed up by itself first; then come rounds, each
 * with one run of every size, every other round backwards: what changes with time, as the frequency
 * of the processor or what other programs do, meets all sizes alike.
 */
public final class Scaling {
  private final Map<Integer, JobRunner> sizes;
  private final boolean weak;
  private final Consumer<String> progress;
  private final Map<Integer, SameAnswer> answers = new HashMap<>();

  /**
   * An experiment.
   *
   * @param sizes what runs the job at each size
   * @param weak whether the work grows with the size, and so the answer may change with it
   * @param progress told what comes next, in a few words
   */
  public Scaling(Map<Integer, JobRunner> sizes, boolean weak, Consumer<String> progress) {
    this.sizes = Map.copyOf(sizes);
    this.weak = weak;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @throws io.reparto.node.lab.JobFailedException if a run fails
   * @throws io.reparto.node.lab.AnswersDifferException if the answer changes with the size, or from
   *     run to run
   */
  public List<ScalingRun> run(WarmUp warmUp, int repeats) throws InterruptedException {
    List<Integer> order = new ArrayList<>(sizes.keySet());
    Collections.sort(order);
    for (int size : order) {
      warmUp(size, warmUp);
    }
    var runs = new ArrayList<ScalingRun>();
    for (int round = 1; round <= repeats; round++) {
      for (int size : order) {
        runs.add(measured(round, repeats, size));
      }
      Collections.reverse(order);
    }
    return runs;
  }

  /** Makes what runs the jobs smaller, for good. */
  @FunctionalInterface
  public interface Shrinking {
    void to(int size) throws InterruptedException;
  }

  /**
   * As {@link #run}, on what can only get smaller: size after size, the largest first. Whatever
   * changes with time meets them differently.
   *
   * @param shrinking called before the runs of each size
   */
  public List<ScalingRun> runShrinking(WarmUp warmUp, int repeats, Shrinking shrinking)
      throws InterruptedException {
    List<Integer> order = new ArrayList<>(sizes.keySet());
    order.sort(Comparator.reverseOrder());
    var runs = new ArrayList<ScalingRun>();
    for (int size : order) {
      progress.accept("size " + size);
      shrinking.to(size);
      warmUp(size, warmUp);
      for (int round = 1; round <= repeats; round++) {
        runs.add(measured(round, repeats, size));
      }
    }
    return runs;
  }

  private ScalingRun measured(int round, int repeats, int size) throws InterruptedException {
    progress.accept("round " + round + " of " + repeats + ", size " + size);
    return ScalingRun.of(round, size, run(size, "round " + round + " at size " + size));
  }

  private void warmUp(int size, WarmUp warmUp) throws InterruptedException {
    Duration took = Duration.ZERO;
    for (int done = 0; warmUp.wantsMore(done, took); done++) {
      progress.accept("warm-up " + (done + 1) + ", size " + size);
      took = took.plus(run(size, "warm-up " + (done + 1) + " at size " + size).wall());
    }
  }

  private MeasuredRun run(int size, String name) throws InterruptedException {
    MeasuredRun run = sizes.get(size).run();
    answers.computeIfAbsent(weak ? size : 0, all -> new SameAnswer()).of(name, run);
    return run;
  }
}
