package io.reparto.node.cli;

import io.reparto.node.runtime.JobClient;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.DeathCertificate;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.LedgerCounts;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Answers a submit with what the test wants to be heard. */
final class ScriptedClient implements JobClient {
  static final JobId JOB = new JobId("greet-1");

  /** What happens on a submit. */
  interface Script {
    void play(JobSpec spec, Consumer<JobEvent> listener);
  }

  private final Script script;
  private Consumer<JobEvent> listener;
  JobSpec submitted;
  JobOptions submittedOptions;
  boolean answersCancel = true;
  boolean cancelled;
  boolean closed;

  ScriptedClient(Script script) {
    this.script = script;
  }

  @Override
  public JobId submit(JobSpec spec, JobOptions options, Consumer<JobEvent> listener) {
    this.listener = listener;
    submitted = spec;
    submittedOptions = options;
    script.play(spec, listener);
    return JOB;
  }

  @Override
  public void cancel(JobId job) {
    cancelled = true;
    if (answersCancel) {
      listener.accept(new JobEvent.Cancelled(JOB, summary(4, 1, List.of(), List.of())));
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  static JobEvent.Planned planned(int tasks) {
    return new JobEvent.Planned(
        JOB, tasks, new Work(Work.UNKNOWN, 1000L * tasks), "greetings", Duration.ofMillis(2));
  }

  static JobSummary summary(
      int planned, int committed, List<String> remarks, List<DeathCertificate> certificates) {
    return new JobSummary(
        new LedgerCounts(planned, committed, committed, 0),
        new Work(committed, 1000L * committed),
        "greetings",
        Duration.ofMillis(2),
        Duration.ofMillis(500),
        remarks,
        certificates);
  }
}
