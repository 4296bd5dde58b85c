package io.reparto.node.cli.remote;

import io.reparto.node.runtime.JobClient;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.message.JobSummary;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Sends jobs to a cluster and follows them; the listener is called by a thread of its own. */
public final class RemoteJobClient implements JobClient {
  private final ApiClient api;
  private final Map<JobId, Events> followed = new ConcurrentHashMap<>();

  public RemoteJobClient(ApiClient api) {
    this.api = api;
  }

  @Override
  public JobId submit(JobSpec spec, JobOptions options, Consumer<JobEvent> listener) {
    JobId job;
    try {
      job = api.submit(spec, options).job();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    follow(job, listener);
    return job;
  }

  /** Tells of a job that runs already, from now on. */
  public void follow(JobId job, Consumer<JobEvent> listener) {
    var events = new Events(listener);
    followed.put(job, events);
    var thread = new Thread(() -> followToEnd(job, events), "follow-job");
    thread.setDaemon(true);
    thread.start();
  }

  private void followToEnd(JobId job, Events events) {
    try {
      events.end(end(api.follow(job, events)));
    } catch (ApiException e) {
      events.end(
          new JobEvent.Failed(
              job,
              JobEvent.Blame.CALLER,
              e.getMessage() + "; the job may go on, see: reparto status " + job,
              events.known));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the process ends
    }
  }

  private JobEvent end(JobStatus last) throws InterruptedException {
    return switch (last.state()) {
      case SUCCEEDED ->
          new JobEvent.Succeeded(last.job(), api.result(last.job()), last.digest(), last.summary());
      case CANCELLED -> new JobEvent.Cancelled(last.job(), last.summary());
      default ->
          new JobEvent.Failed(
              last.job(),
              last.summary().certificates().isEmpty()
                  ? JobEvent.Blame.CALLER
                  : JobEvent.Blame.ATTEMPTS,
              last.reason(),
              last.summary());
    };
  }

  /** The answer says as well that the job has ended, should its events have broken off. */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // where it fails, the listener hears of no end
  public void cancel(JobId job) {
    api.cancelSoon(job)
        .thenAccept(
            status -> {
              Events events = followed.get(job);
              if (events != null && status.state() == JobStatus.State.CANCELLED) {
                events.end(new JobEvent.Cancelled(job, status.summary()));
              }
            });
  }

  @Override
  public boolean jobsOutliveIt() {
    return true;
  }

  private static ApiException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return ApiException.notReached("interrupted while waiting for the cluster", e);
  }

  @Override
  public void close() {
    // Connections end with the process; jobs go on.
  }

  /** Turns what is known of a job from time to time into its events. */
  private static final class Events implements Consumer<JobStatus> {
    private final Consumer<JobEvent> listener;
    private boolean planned;
    private boolean ended;
    private JobSummary known = JobSummary.nothingDone();

    Events(Consumer<JobEvent> listener) {
      this.listener = listener;
    }

    /** Tells of the end, unless it is known. */
    synchronized void end(JobEvent last) {
      if (!ended) {
        ended = true;
        listener.accept(last);
      }
    }

    @Override
    public synchronized void accept(JobStatus status) {
      if (ended) {
        return;
      }
      known = status.summary();
      if (status.state() == JobStatus.State.PLANNING) {
        return;
      }
      if (!planned && known.ledger().planned() > 0) {
        planned = true;
        listener.accept(
            new JobEvent.Planned(
                status.job(),
                known.ledger().planned(),
                status.total(),
                known.unit(),
                known.planning()));
      }
      if (planned && status.state() == JobStatus.State.RUNNING) {
        listener.accept(
            new JobEvent.Progressed(status.job(), known.ledger(), known.done(), status.preview()));
      }
    }
  }
}
