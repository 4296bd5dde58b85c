package io.reparto.node.cli;

import io.reparto.node.cli.output.FailedAttempts;
import io.reparto.node.cli.output.WorkerLogs;
import io.reparto.node.lab.AnswersDifferException;
import io.reparto.node.lab.JobFailedException;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.message.JobEvent;
import java.util.function.Consumer;

/**
 * What the commands that measure jobs have in common: a line of progress, and how they end early.
 *
 * @param command such as {@code time pi}
 */
record Measuring(
    Job job, String command, boolean quiet, Console console, Interruption interruption) {
  private static final String ERASE_LINE = "\r\033[K";

  /** Something measured. */
  @FunctionalInterface
  interface Measurement<T> {
    T measure() throws InterruptedException;
  }

  /** What to do with it; returns the exit code. */
  @FunctionalInterface
  interface Use<T> {
    int of(T measured);
  }

  /**
   * Measures, and uses what was measured.
   *
   * @param logs of the workers, for their last words
   * @return the exit code
   */
  <T> int run(Measurement<T> measurement, WorkerLogs logs, Use<T> use) {
    if (interruption.signal().isPresent()) {
      return interrupted();
    }
    T measured;
    try {
      measured =
          InterruptibleCall.<T, InterruptedException>call(interruption, measurement::measure);
    } catch (InterruptedException | RuntimeException e) {
      erase();
      if (e instanceof InterruptedException || interruption.signal().isPresent()) {
        Thread.interrupted(); // it is told by the exit code
        return interrupted();
      }
      return failed((RuntimeException) e, logs);
    }
    erase();
    return interruption.beginResult() ? use.of(measured) : interrupted();
  }

  private int interrupted() {
    console.err().println(CommandTree.NAME + ": interrupted, no result");
    return ExitCode.SIGNAL_BASE + interruption.signal().orElse(2);
  }

  private int failed(RuntimeException failure, WorkerLogs logs) {
    if (failure instanceof AnswersDifferException) {
      console.err().println(CommandTree.NAME + ": " + failure.getMessage());
      return ExitCode.FAILED;
    }
    if (!(failure instanceof JobFailedException failed)) {
      throw failure;
    }
    if (!(failed.end() instanceof JobEvent.Failed end)) { // cancelled by somebody else
      console.err().println(CommandTree.NAME + ": " + failed.getMessage());
      return ExitCode.FAILED;
    }
    console.err().println(CommandTree.NAME + ": " + end.reason());
    console.err().print(FailedAttempts.of(end.summary(), end.reason(), /* stacks= */ true, logs));
    boolean isUsage =
        end.blame() == JobEvent.Blame.CALLER
            && end.summary().ledger().planned() == 0
            && RunCommand.namesOption(end.reason(), job.parameters());
    if (isUsage) {
      console.err().println("try '" + CommandTree.NAME + " " + command + " --help'");
    }
    return isUsage ? ExitCode.USAGE : ExitCode.FAILED;
  }

  /** Shows what is being done, on a terminal. */
  Consumer<String> progress() {
    if (!showsProgress()) {
      return line -> {};
    }
    return line -> {
      console.err().print(ERASE_LINE + command + ": " + line);
      console.err().flush();
    };
  }

  private boolean showsProgress() {
    return console.errIsTerminal() && !quiet;
  }

  private void erase() {
    if (showsProgress()) {
      console.err().print(ERASE_LINE);
      console.err().flush();
    }
  }
}
