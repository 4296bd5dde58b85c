package io.reparto.node.lab.timing;

import io.reparto.node.lab.JobRunner;
import io.reparto.node.lab.MeasuredRun;
import io.reparto.node.lab.SameAnswer;
import io.reparto.node.lab.WarmUp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The measured runs of one job.
 *
 * @param warmUps how many went before
 * @param warmUp how long those took together
 * @param runs at least one, in their order, all with one digest
 */
public record Timing(int warmUps, Duration warmUp, List<MeasuredRun> runs) {

  public Timing {
    runs = List.copyOf(runs);
  }

  /**
   * Runs it.
   *
   * @param progress told what comes next, in a few words
   * @throws io.reparto.node.lab.JobFailedException if a run fails
   * @throws io.reparto.node.lab.AnswersDifferException if two have different answers
   */
  public static Timing of(JobRunner job, WarmUp warmUp, int repeats, Consumer<String> progress)
      throws InterruptedException {
    var answer = new SameAnswer();
    int warmUps = 0;
    Duration warming = Duration.ZERO;
    while (warmUp.wantsMore(warmUps, warming)) {
      warmUps++;
      progress.accept("warm-up " + warmUps);
      MeasuredRun run = job.run();
      answer.of("warm-up " + warmUps, run);
      warming = warming.plus(run.wall());
    }
    var runs = new ArrayList<MeasuredRun>();
    while (runs.size() < repeats) {
      String name = "run " + (runs.size() + 1);
      progress.accept(name + " of " + repeats);
      MeasuredRun run = job.run();
      answer.of(name, run);
      runs.add(run);
    }
    return new Timing(warmUps, warming, runs);
  }

  /** Any of the runs, for what is the same in all of them. */
  public MeasuredRun anyRun() {
    return runs.get(0);
  }
}
