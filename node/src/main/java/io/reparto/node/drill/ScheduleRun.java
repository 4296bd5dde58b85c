package io.reparto.node.drill;

import io.reparto.node.cli.remote.ApiClient;
import io.reparto.node.cli.remote.ApiException;
import io.reparto.node.local.LocalClusterException;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.message.LedgerCounts;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One schedule, from the submit of its jobs to the verdict: every job succeeded with the digest of
 * one JVM, each planned task was committed, and the cluster is whole and says the same afterwards.
 */
final class ScheduleRun {
  // Asking takes processor time from nodes that have not run for long.
  private static final int POLL_MILLIS = 150;
  private static final int LIMIT_SECONDS = 180;

  /** A job, as last heard of. */
  private static final class Submitted {
    private final DrillJob job;
    private JobStatus status;
    // A coordinator that takes over begins to count anew.
    private int mostCommitted;

    Submitted(DrillJob job, JobStatus status) {
      this.job = job;
      this.status = status;
    }

    boolean hasEnded() {
      return status.state().isLast();
    }
  }

  private final Schedule schedule;
  private final DrillCluster cluster;
  private final Path inputs;
  private final Map<DrillJob, String> digests;
  private final ApiClient client;
  private final Journal journal = new Journal();
  private final Map<JobId, Submitted> jobs = new LinkedHashMap<>();

  /**
   * On a cluster that is whole.
   *
   * @param inputs the directory of the files that jobs read
   * @param digests what the jobs answer in one JVM
   */
  ScheduleRun(Schedule schedule, DrillCluster cluster, Path inputs, Map<DrillJob, String> digests) {
    this.schedule = schedule;
    this.cluster = cluster;
    this.inputs = inputs;
    this.digests = digests;
    this.client = cluster.client();
  }

  /** Runs it; what goes wrong is an outcome, too. */
  Outcome run() throws InterruptedException {
    ExecutorService breaker = Executors.newSingleThreadExecutor();
    Optional<String> wrong;
    try {
      wrong = play(breaker);
    } catch (ExecutionException e) {
      wrong = Optional.of(words(e.getCause()));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      wrong = Optional.of(words(e));
    } finally {
      breaker.shutdownNow(); // heals what it was about to heal
      breaker.awaitTermination(1, TimeUnit.MINUTES);
    }
    wrong.ifPresent(why -> journal.note("failed: " + why));
    return new Outcome(
        schedule,
        wrong.isPresent() ? Outcome.State.FAILED : Outcome.State.OK,
        wrong.orElse(""),
        journal.seconds(),
        journal.lines());
  }

  private Optional<String> play(ExecutorService breaker) throws Exception {
    submit();
    var scripts = new FaultScripts(cluster, journal);
    var waiting = new ArrayDeque<>(schedule.faults());
    Optional<Future<?>> underWay = Optional.empty();
    while (!jobs.values().stream().allMatch(Submitted::hasEnded)) {
      if (journal.seconds() > LIMIT_SECONDS) {
        return Optional.of("jobs have not ended within " + LIMIT_SECONDS + " s: " + open());
      }
      refresh();
      if (underWay.isPresent() && underWay.get().isDone()) {
        underWay.get().get();
        underWay = Optional.empty();
      }
      if (underWay.isEmpty()
          && !waiting.isEmpty()
          && percentCommitted() >= waiting.peek().atPercent()) {
        Fault fault = waiting.remove();
        underWay =
            Optional.of(
                breaker.submit(
                    () -> {
                      scripts.run(fault);
                      return null;
                    }));
      }
      Wait.millis(POLL_MILLIS);
    }
    if (underWay.isPresent()) {
      await(underWay.get());
    }
    waiting.forEach(fault -> journal.note("came too late, the jobs had ended: " + fault.words()));
    return verdict();
  }

  private static void await(Future<?> healing) throws Exception {
    try {
      healing.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new DrillException("not healed within " + LIMIT_SECONDS + " s", e);
    }
  }

  private void submit() throws InterruptedException {
    int priority = 1;
    for (DrillJob job : schedule.jobs()) {
      JobStatus status = client.submit(job.spec(inputs), new JobOptions(priority, true));
      jobs.put(status.job(), new Submitted(job, status));
      journal.note(
          "submitted: " + job.words() + ", priority=" + priority + ", job=" + status.job());
      priority++;
    }
  }

  private void refresh() throws InterruptedException {
    for (Map.Entry<JobId, Submitted> each : jobs.entrySet()) {
      Submitted submitted = each.getValue();
      if (submitted.hasEnded()) {
        continue;
      }
      submitted.status = describe(each.getKey());
      LedgerCounts ledger = submitted.status.summary().ledger();
      submitted.mostCommitted = Math.max(submitted.mostCommitted, ledger.committed());
      if (submitted.hasEnded()) {
        journal.note("ended: " + words(submitted.status));
      }
    }
  }

  private JobStatus describe(JobId job) throws InterruptedException {
    try {
      return client.describe(job);
    } catch (ApiException e) {
      throw new DrillException("the job can't be asked for: job=" + job + ", " + e.getMessage(), e);
    }
  }

  /** The mean of all jobs; 0 as long as one is not planned. */
  private int percentCommitted() {
    double shares = 0;
    for (Submitted each : jobs.values()) {
      int tasks = each.status.summary().ledger().planned();
      if (tasks == 0) {
        return 0;
      }
      shares += (double) each.mostCommitted / tasks;
    }
    return (int) (100 * shares / jobs.size());
  }

  private Optional<String> verdict() throws Exception {
    for (Map.Entry<JobId, Submitted> each : jobs.entrySet()) {
      Submitted submitted = each.getValue();
      Optional<String> wrong = wrong(submitted.job, submitted.status);
      if (wrong.isPresent()) {
        return wrong;
      }
      JobStatus now = describe(each.getKey());
      if (now.state() != submitted.status.state()
          || !now.digest().equals(submitted.status.digest())) {
        return Optional.of(
            "a job's end has changed: then=" + words(submitted.status) + ", now=" + words(now));
      }
    }
    FaultScripts.requireAlive(cluster);
    return Optional.empty();
  }

  private Optional<String> wrong(DrillJob job, JobStatus status) {
    LedgerCounts ledger = status.summary().ledger();
    if (status.state() != JobStatus.State.SUCCEEDED) {
      return Optional.of("a job did not succeed: " + words(status));
    }
    if (!status.digest().equals(digests.get(job))) {
      return Optional.of(
          "another answer than in one JVM: expected=" + digests.get(job) + ", " + words(status));
    }
    if (ledger.committed() != ledger.planned()) {
      return Optional.of("the ledger is not balanced: " + words(status));
    }
    return Optional.empty();
  }

  private String open() {
    return jobs.values().stream()
        .filter(each -> !each.hasEnded())
        .map(each -> words(each.status))
        .toList()
        .toString();
  }

  private static String words(Throwable failure) {
    boolean forTheUser =
        failure instanceof DrillException || failure instanceof LocalClusterException;
    return forTheUser ? failure.getMessage() : failure.toString();
  }

  private static String words(JobStatus status) {
    return "job="
        + status.job()
        + ", name="
        + status.name()
        + ", state="
        + status.state()
        + ", "
        + status.summary().ledger()
        + (status.digest().isEmpty() ? "" : ", digest=" + status.digest())
        + (status.reason().isEmpty() ? "" : ", reason=" + status.reason())
        + (status.summary().remarks().isEmpty() ? "" : ", remarks=" + status.summary().remarks());
  }
}
