package io.reparto.node.cli;

import io.reparto.node.cli.output.FailedAttempts;
import io.reparto.node.cli.output.JobReport;
import io.reparto.node.cli.output.ResultOutput;
import io.reparto.node.cli.output.Summary;
import io.reparto.node.cli.remote.ApiException;
import io.reparto.node.runtime.JobClient;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Parameter;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.LedgerCounts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs one job from the submit to the exit code. */
final class RunCommand {
  /** Of the 200 ms in which an interrupted command must be gone. */
  private static final long CANCEL_MILLIS = 120;

  private final Job job;
  private final RunSettings settings;
  private final Session session;
  private final Console console;
  private final Interruption interruption;
  private final long startedNanos;
  private final JobFollower follower = new JobFollower();

  /**
   * One run.
   *
   * @param startedNanos {@link System#nanoTime} at the start of the command
   */
  RunCommand(Job job, RunSettings settings, Session session, long startedNanos) {
    this.job = job;
    this.settings = settings;
    this.session = session;
    this.console = session.console();
    this.interruption = session.interruption();
    this.startedNanos = startedNanos;
  }

  /**
   * Submits the job and waits for its end.
   *
   * @param starting the runtime, which may still be starting
   * @return the exit code
   */
  int run(JobSpec spec, CompletableFuture<JobClient> starting) throws InterruptedException {
    if (!starting.isDone()) {
      Rehearsal.begin(job, spec, () -> isRehearsed(starting));
    }
    if (!JobWait.await(starting, interruption)) {
      return interrupted(lastKnown());
    }
    JobClient client = starting.join();
    JobId id;
    try {
      id = interruption.interrupting(() -> client.submit(spec, settings.options(), follower));
    } catch (InterruptedException e) {
      return interrupted(lastKnown());
    } catch (ApiException e) {
      if (interruption.signal().isEmpty()) {
        throw e;
      }
      return interrupted(lastKnown());
    }
    if (client.jobsOutliveIt()) {
      interruption.lastWords("the job may go on, see: " + CommandTree.NAME + " status " + id);
    }
    boolean shows = settings.progress().orElse(console.errIsTerminal() && !settings.quiet());
    if (!new JobWait(follower, session).untilEnd(shows)) {
      client.cancel(id);
      int code = interrupted(cancelled());
      if (!follower.ended().isDone() && client.jobsOutliveIt()) {
        session.notes().accept(interruption.lastWords());
      }
      return code;
    }
    JobEvent end = follower.ended().join();
    if (end instanceof JobEvent.Succeeded succeeded) {
      return succeeded(succeeded);
    }
    if (end instanceof JobEvent.Failed failed) {
      return failed(failed);
    }
    return interrupted(((JobEvent.Cancelled) end).summary());
  }

  /** Whether the run is about to begin, or will not. */
  private boolean isRehearsed(CompletableFuture<JobClient> starting) {
    return follower.planned().isPresent()
        || follower.ended().isDone()
        || starting.isCompletedExceptionally()
        || interruption.signal().isPresent();
  }

  private int succeeded(JobEvent.Succeeded end) {
    JobReport report =
        new JobReport(
            job.name(),
            JobReport.State.SUCCEEDED,
            Optional.of(end.result()),
            Optional.of(end.digest()),
            Optional.empty(),
            end.summary(),
            sinceStart(),
            session.logs());
    if (!interruption.beginResult()) {
      return interrupted(end.summary());
    }
    int code = print(report);
    if (code != ExitCode.DONE) {
      return code == OutputFailure.READER_GONE ? ExitCode.DONE : code;
    }
    if (!settings.quiet()) {
      console.err().print(Summary.of(report));
      console
          .err()
          .print(FailedAttempts.of(end.summary(), "", /* stacks= */ false, session.logs()));
      if (console.errIsTerminal()) {
        console.err().print(Summary.hint(end.summary(), settings.workers() * settings.slots()));
      }
    }
    printRemarks(end.summary().remarks());
    return ExitCode.DONE;
  }

  private int failed(JobEvent.Failed end) {
    JobReport report =
        new JobReport(
            job.name(),
            JobReport.State.FAILED,
            Optional.empty(),
            Optional.empty(),
            Optional.of(end.reason()),
            end.summary(),
            sinceStart(),
            session.logs());
    print(report);
    console.err().println(CommandTree.NAME + ": " + end.reason());
    console
        .err()
        .print(FailedAttempts.of(end.summary(), end.reason(), /* stacks= */ true, session.logs()));
    if (isUsage(end)) {
      console.err().println("try '" + CommandTree.NAME + " run " + job.name() + " --help'");
      return ExitCode.USAGE;
    }
    if (end.blame() == JobEvent.Blame.DEFECT) {
      console.err().println("this is a defect in reparto: please report it with these lines");
    } else if (!settings.quiet() && end.summary().ledger().planned() > 0) {
      console.err().print(Summary.of(report));
    }
    printRemarks(end.summary().remarks());
    return ExitCode.FAILED;
  }

  /**
   * Whether the job refused an argument before it began. Messages about an argument begin with the
   * option's name, those about an input with something else.
   */
  private boolean isUsage(JobEvent.Failed end) {
    return end.blame() == JobEvent.Blame.CALLER
        && follower.planned().isEmpty()
        && namesOption(end.reason(), job.parameters());
  }

  static boolean namesOption(String reason, List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      String option = JobOptions.optionName(parameter);
      if (reason.startsWith(option)
          && (reason.length() == option.length()
              || " :=,".indexOf(reason.charAt(option.length())) >= 0)) {
        return true;
      }
    }
    return false;
  }

  /** What the coordinator says of the cancelled job, or what was known before. */
  private JobSummary cancelled() throws InterruptedException {
    try {
      JobEvent end = follower.ended().get(CANCEL_MILLIS, TimeUnit.MILLISECONDS);
      if (end instanceof JobEvent.Cancelled event) {
        return event.summary();
      }
      if (end instanceof JobEvent.Succeeded event) {
        return event.summary();
      }
      return ((JobEvent.Failed) end).summary();
    } catch (TimeoutException e) {
      return lastKnown();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an event can't fail", e);
    }
  }

  private JobSummary lastKnown() {
    Optional<JobEvent.Planned> planned = follower.planned();
    Optional<JobEvent.Progressed> progressed = follower.progressed();
    return new JobSummary(
        progressed
            .map(JobEvent.Progressed::ledger)
            .orElse(new LedgerCounts(planned.map(JobEvent.Planned::tasks).orElse(0), 0, 0, 0)),
        progressed.map(JobEvent.Progressed::done).orElse(Work.NONE),
        planned.map(JobEvent.Planned::unit).orElse("tasks"),
        planned.map(JobEvent.Planned::planning).orElse(Duration.ZERO),
        planned.isPresent() ? sinceStart() : Duration.ZERO,
        List.of(),
        List.of());
  }

  private int interrupted(JobSummary summary) {
    JobReport report =
        new JobReport(
            job.name(),
            JobReport.State.CANCELLED,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            summary,
            sinceStart(),
            session.logs());
    print(report);
    boolean begun = summary.ledger().planned() > 0;
    console
        .err()
        .print(
            begun
                ? CommandTree.NAME + ": interrupted, no result; done so far:\n" + Summary.of(report)
                : CommandTree.NAME + ": interrupted before the first task\n");
    return ExitCode.SIGNAL_BASE + interruption.signal().orElse(2);
  }

  private Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  private void printRemarks(List<String> remarks) {
    for (String remark : remarks) {
      console.err().println("note: " + remark);
    }
  }

  private int print(JobReport report) {
    try {
      ResultOutput.print(report, settings.format(), settings.maxRows(), console);
      return ExitCode.DONE;
    } catch (IOException e) {
      return OutputFailure.report(e, console);
    }
  }
}
