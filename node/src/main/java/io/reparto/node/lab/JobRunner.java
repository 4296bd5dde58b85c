package io.reparto.node.lab;

import io.reparto.node.runtime.JobClient;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs one job again and again, one run after the other. Used by one thread. */
public final class JobRunner {
  /** A command that is interrupted must be gone in 200 ms. */
  private static final long CANCEL_MILLIS = 120;

  private final JobClient client;
  private final JobSpec spec;
  private final JobOptions options;

  public JobRunner(JobClient client, JobSpec spec, JobOptions options) {
    this.client = client;
    this.spec = spec;
    this.options = options;
  }

  /**
   * Runs it once.
   *
   * @throws JobFailedException if it does not succeed
   * @throws InterruptedException if the thread is interrupted; the job is cancelled then
   */
  public MeasuredRun run() throws InterruptedException {
    var ended = new CompletableFuture<JobEvent>();
    OptionalLong cpuBegin = processCpu();
    long begin = System.nanoTime();
    JobId job =
        client.submit(
            spec,
            options,
            event -> {
              if (!(event instanceof JobEvent.Planned || event instanceof JobEvent.Progressed)) {
                ended.complete(event);
              }
            });
    JobEvent end;
    try {
      end = ended.get();
    } catch (InterruptedException e) {
      cancel(job, ended);
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException("an event can't fail", e);
    }
    var wall = Duration.ofNanos(System.nanoTime() - begin);
    OptionalLong cpuEnd = processCpu();
    if (!(end instanceof JobEvent.Succeeded succeeded)) {
      throw new JobFailedException(end);
    }
    return new MeasuredRun(
        wall,
        succeeded.summary(),
        succeeded.digest(),
        cpuBegin.isPresent() && cpuEnd.isPresent()
            ? OptionalLong.of(cpuEnd.getAsLong() - cpuBegin.getAsLong())
            : OptionalLong.empty());
  }

  private void cancel(JobId job, CompletableFuture<JobEvent> ended) throws InterruptedException {
    client.cancel(job);
    try {
      ended.get(CANCEL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // It ends with its runtime, or the cluster ends it in a moment.
    } catch (ExecutionException e) {
      throw new IllegalStateException("an event can't fail", e);
    }
  }

  /** Of this process, if the jobs run within it. */
  private OptionalLong processCpu() {
    return client.jobsOutliveIt() ? OptionalLong.empty() : ProcessCpu.nanos();
  }
}
