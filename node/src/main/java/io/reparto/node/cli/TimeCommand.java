package io.reparto.node.cli;

import io.reparto.node.cli.output.Quantities;
import io.reparto.node.cli.output.ResultOutput;
import io.reparto.node.cli.output.WorkerLogs;
import io.reparto.node.cli.remote.ApiAddress;
import io.reparto.node.cli.remote.ApiClient;
import io.reparto.node.cli.remote.RemoteJobClient;
import io.reparto.node.lab.JobRunner;
import io.reparto.node.lab.Machine;
import io.reparto.node.lab.Sample;
import io.reparto.node.lab.timing.Timing;
import io.reparto.node.lab.timing.TimingReport;
import io.reparto.node.runtime.JobClient;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.JobSummary;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.ParseResult;

/** Runs a job again and again, and prints how long it takes and where the time goes. */
final class TimeCommand {
  private final Job job;
  private final JobSpec spec;
  private final TimeOptions options;
  private final Measuring measuring;
  private final Console console;

  private TimeCommand(Job job, JobSpec spec, TimeOptions options, Measuring measuring) {
    this.job = job;
    this.spec = spec;
    this.options = options;
    this.measuring = measuring;
    this.console = measuring.console();
  }

  static int time(
      Job job,
      ParseResult parsed,
      Jobs jobs,
      Console console,
      ClientFactory clients,
      Interruption interruption) {
    String path = TimeOptions.COMMAND + " " + job.name();
    TimeOptions options = TimeOptions.read(parsed, console.outIsTerminal(), path);
    var measuring = new Measuring(job, path, options.quiet(), console, interruption);
    var command = new TimeCommand(job, JobOptions.read(job, parsed), options, measuring);
    Optional<ApiAddress> cluster = ClusterOption.read(parsed, console.environment(), path);
    if (cluster.isEmpty()) {
      return command.inThisProcess(jobs, clients);
    }
    for (String option : List.of("--workers", "--slots")) {
      if (parsed.hasMatchedOption(option)) {
        throw new UsageException(
            option + " is of runs in this process; a cluster has its own", path);
      }
    }
    return command.onCluster(cluster.get());
  }

  private int inThisProcess(Jobs jobs, ClientFactory clients) {
    return measuring.run(
        () -> {
          try (JobClient client =
              MeasuredRuntime.start(clients, jobs, options.workers(), options.slots())) {
            return measure(client, spec);
          }
        },
        WorkerLogs.NONE,
        timing -> print(timing, OptionalInt.of(options.workers() * options.slots())));
  }

  private int onCluster(ApiAddress cluster) {
    var client = new RemoteJobClient(new ApiClient(cluster, new Notes(console)));
    return measuring.run(
        () -> measure(client, ClusterOption.withAbsolutePaths(job, spec)),
        ClusterOption.logs(cluster, console.environment()),
        timing -> print(timing, OptionalInt.empty()));
  }

  private Timing measure(JobClient client, JobSpec sent) throws InterruptedException {
    return Timing.of(
        new JobRunner(client, sent, options.options()),
        options.warmUp(),
        options.repeats(),
        measuring.progress());
  }

  private int print(Timing timing, OptionalInt slots) {
    var report = new TimingReport(spec, timing, slots, Machine.current());
    try {
      ResultOutput.print(report, options.format(), console);
    } catch (IOException e) {
      int code = OutputFailure.report(e, console);
      return code == OutputFailure.READER_GONE ? ExitCode.DONE : code;
    }
    if (!options.quiet()) {
      printNotes(report);
    }
    return ExitCode.DONE;
  }

  private void printNotes(TimingReport report) {
    Timing timing = report.timing();
    JobSummary summary = timing.anyRun().summary();
    var wall = new Sample(timing.runs().stream().map(run -> run.wallSeconds()).toList());
    int runs = timing.runs().size();
    var text = new StringBuilder();
    text.append(seconds(wall.mean()));
    if (runs > 1) {
      text.append(" ± ").append(seconds(wall.deviation()));
    }
    text.append(" a run, mean of ").append(runs).append(runs == 1 ? " run" : " runs");
    text.append(" after ").append(timing.warmUps()).append(" to warm up (");
    text.append(Quantities.seconds(timing.warmUp())).append("); ");
    text.append(Quantities.count(summary.ledger().planned()));
    text.append(summary.ledger().planned() == 1 ? " task" : " tasks").append(" on ");
    text.append(summary.costs().slots());
    text.append(summary.costs().slots() == 1 ? " slot" : " slots");
    text.append("; digest ").append(timing.anyRun().digest(), 0, 12).append('\n');
    text.append(report.slots().isPresent() ? "" : "this client: ").append(report.machine());
    console.err().println(text);
    report.remarks().forEach(remark -> console.err().println("note: " + remark));
  }

  private static String seconds(double seconds) {
    return Quantities.seconds(Duration.ofNanos(Math.round(seconds * 1e9)));
  }
}
