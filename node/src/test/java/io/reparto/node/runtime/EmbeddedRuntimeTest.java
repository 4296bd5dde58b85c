package io.reparto.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.LedgerCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedRuntimeTest {
  private static final Jobs JOBS = Jobs.of(new HarmonicJob());
  private static final long SECONDS = 60;

  /** What a cluster does to messages and partials, within one JVM. */
  private static Config everythingSerialized(int frameBytes) {
    return ConfigFactory.parseMap(
            Map.of(
                "akka.actor.serialize-messages", "on",
                "reparto.partials.encode", "always",
                "reparto.partials.frame-size", frameBytes,
                "reparto.worker.flush-interval", "10ms"))
        .withFallback(ConfigFactory.load());
  }

  private static JobSpec harmonic(String... arguments) {
    var map = new TreeMap<String, List<String>>();
    for (int index = 0; index < arguments.length; index += 2) {
      map.put(arguments[index], List.of(arguments[index + 1]));
    }
    return new JobSpec("harmonic", map);
  }

  private static boolean isLast(JobEvent event) {
    return !(event instanceof JobEvent.Planned) && !(event instanceof JobEvent.Progressed);
  }

  private static JobEvent lastEvent(JobClient runtime, JobSpec spec) throws Exception {
    var last = new CompletableFuture<JobEvent>();
    runtime.submit(
        spec,
        event -> {
          if (isLast(event)) {
            last.complete(event);
          }
        });
    return last.get(SECONDS, TimeUnit.SECONDS);
  }

  private static String digestOfOneSlot(JobSpec spec) throws Exception {
    try (var runtime = EmbeddedRuntime.start(JOBS, 1, 1)) {
      return ((JobEvent.Succeeded) lastEvent(runtime, spec)).digest();
    }
  }

  @ParameterizedTest
  @CsvSource({"1,2", "2,1", "3,2", "5,3"})
  void givenAnyWorkersAndSlots_whenRun_thenTheDigestIsThatOfOneSlot(int workers, int slots)
      throws Exception {
    JobSpec spec = harmonic("tasks", "10007");
    String expected = digestOfOneSlot(spec);

    try (var runtime = EmbeddedRuntime.start(JOBS, workers, slots)) {
      var succeeded = (JobEvent.Succeeded) lastEvent(runtime, spec);

      assertThat(succeeded.digest()).isEqualTo(expected);
      assertThat(succeeded.summary().ledger()).isEqualTo(new LedgerCounts(10007, 10007, 10007, 0));
      assertThat(succeeded.summary().done().units()).isEqualTo(10007);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,7,0", "40,1000,0", "131072,300,100000"})
  void givenEverythingIsSerialized_whenRun_thenTheDigestIsTheSame(
      int frameBytes, int tasks, int padding) throws Exception {
    JobSpec spec = harmonic("tasks", "" + tasks, "padding", "" + padding);
    String expected = digestOfOneSlot(spec);

    try (var runtime = EmbeddedRuntime.start(JOBS, 2, 2, everythingSerialized(frameBytes))) {
      var succeeded = (JobEvent.Succeeded) lastEvent(runtime, spec);

      assertThat(succeeded.digest()).isEqualTo(expected);
    }
  }

  @Test
  void givenNoTasks_whenRun_thenTheResultIsTheIdentitys() throws Exception {
    try (var runtime = EmbeddedRuntime.start(JOBS, 1, 1)) {
      var succeeded = (JobEvent.Succeeded) lastEvent(runtime, harmonic("tasks", "0"));

      assertThat(succeeded.summary().ledger()).isEqualTo(new LedgerCounts(0, 0, 0, 0));
    }
  }

  @ParameterizedTest
  @CsvSource({"throw", "error", "overflow"})
  void givenATaskThatFailsOnce_whenRun_thenItIsTriedAgainAndTheDigestIsTheSame(String behaviour)
      throws Exception {
    String expected = digestOfOneSlot(harmonic("tasks", "500"));

    try (var runtime = EmbeddedRuntime.start(JOBS, 2, 1)) {
      JobSpec flaky =
          harmonic(
              "tasks",
              "500",
              "bad-task",
              "123",
              "behaviour",
              behaviour,
              "times",
              "1",
              "run",
              "once-" + behaviour);
      var succeeded = (JobEvent.Succeeded) lastEvent(runtime, flaky);

      assertThat(succeeded.digest()).isEqualTo(expected);
      assertThat(succeeded.summary().ledger()).isEqualTo(new LedgerCounts(500, 500, 501, 0));
      assertThat(succeeded.summary().certificates())
          .singleElement()
          .satisfies(
              certificate -> {
                assertThat(certificate.task()).isEqualTo(123);
                assertThat(certificate.attempt()).isZero();
                assertThat(certificate.partition()).isEqualTo("term 123");
                assertThat(certificate.where()).contains("TermKernel");
              });
    }
  }

  @ParameterizedTest
  @CsvSource({"throw", "error", "overflow"})
  void givenATaskThatAlwaysFails_whenRun_thenTheJobFailsWithItsDeathCertificatesAndTheNextJobRuns(
      String behaviour) throws Exception {
    try (var runtime = EmbeddedRuntime.start(JOBS, 1, 2)) {
      JobSpec poison =
          harmonic(
              "tasks",
              "500",
              "bad-task",
              "7",
              "behaviour",
              behaviour,
              "run",
              "always-" + behaviour);
      var failed = (JobEvent.Failed) lastEvent(runtime, poison);

      assertThat(failed.blame()).isEqualTo(JobEvent.Blame.ATTEMPTS);
      assertThat(failed.reason()).contains("task=7").contains("attempts=3");
      assertThat(failed.summary().certificates()).hasSize(3);
      assertThat(HarmonicJob.BEGUN.get("always-" + behaviour + "/7")).hasValue(3);
      assertThat(lastEvent(runtime, harmonic("tasks", "10")))
          .isInstanceOf(JobEvent.Succeeded.class);
    }
  }

  @Test
  void givenInvalidInput_whenRun_thenTheJobFailsAtTheFirstAttempt() throws Exception {
    try (var runtime = EmbeddedRuntime.start(JOBS, 1, 2)) {
      JobSpec invalid =
          harmonic("tasks", "500", "bad-task", "7", "behaviour", "invalid", "run", "invalid");
      var failed = (JobEvent.Failed) lastEvent(runtime, invalid);

      assertThat(failed.blame()).isEqualTo(JobEvent.Blame.CALLER);
      assertThat(failed.reason()).isEqualTo("bad term: task=7");
      assertThat(HarmonicJob.BEGUN.get("invalid/7")).hasValue(1);
    }
  }

  @Test
  void givenAnEndlessTask_whenCancelled_thenTheJobEndsAndItsSlotIsFree() throws Exception {
    try (var runtime = EmbeddedRuntime.start(JOBS, 1, 1)) {
      var running = new CompletableFuture<JobEvent>();
      var last = new CompletableFuture<JobEvent>();
      var job =
          runtime.submit(
              harmonic("tasks", "100", "bad-task", "50", "behaviour", "endless"),
              event -> (isLast(event) ? last : running).complete(event));
      running.get(SECONDS, TimeUnit.SECONDS);

      runtime.cancel(job);

      assertThat(last.get(SECONDS, TimeUnit.SECONDS)).isInstanceOf(JobEvent.Cancelled.class);
      assertThat(lastEvent(runtime, harmonic("tasks", "10")))
          .isInstanceOf(JobEvent.Succeeded.class);
    }
  }

  @Test
  void givenALongJob_whenASmallOneIsSubmitted_thenItDoesNotWaitForTheLongOne() throws Exception {
    try (var runtime = EmbeddedRuntime.start(JOBS, 1, 2)) {
      var longJobsEnd = new CompletableFuture<JobEvent>();
      var longJobRuns = new CompletableFuture<JobEvent>();
      var longJob =
          runtime.submit(
              harmonic("tasks", "100", "bad-task", "0", "behaviour", "endless"),
              event -> (isLast(event) ? longJobsEnd : longJobRuns).complete(event));
      longJobRuns.get(SECONDS, TimeUnit.SECONDS);

      assertThat(lastEvent(runtime, harmonic("tasks", "100")))
          .isInstanceOf(JobEvent.Succeeded.class);

      assertThat(longJobsEnd).isNotDone();
      runtime.cancel(longJob);
      assertThat(longJobsEnd.get(SECONDS, TimeUnit.SECONDS)).isInstanceOf(JobEvent.Cancelled.class);
    }
  }

  @Test
  void givenAJob_whenItRuns_thenPlannedComesFirstAndOneEndLast() throws Exception {
    var events = new ConcurrentLinkedQueue<JobEvent>();
    var last = new CompletableFuture<JobEvent>();
    try (var runtime = EmbeddedRuntime.start(JOBS, 1, 2)) {
      runtime.submit(
          harmonic("tasks", "3000"),
          event -> {
            events.add(event);
            if (isLast(event)) {
              last.complete(event);
            }
          });
      last.get(SECONDS, TimeUnit.SECONDS);
    }

    var inOrder = new ArrayList<>(events);
    assertThat(inOrder.get(0)).isInstanceOf(JobEvent.Planned.class);
    assertThat(inOrder.stream().filter(EmbeddedRuntimeTest::isLast)).hasSize(1);
    assertThat(isLast(inOrder.get(inOrder.size() - 1))).isTrue();
  }

  @Test
  void givenNoSlots_whenStarted_thenTheNumberIsRefused() {
    assertThatThrownBy(() -> EmbeddedRuntime.start(JOBS, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("slots=0");
  }

  @Test
  void givenAnUnknownJob_whenSubmitted_thenItFailsNamingTheKnownOnes() throws Exception {
    try (var runtime = EmbeddedRuntime.start(JOBS, 1, 1)) {
      var failed = (JobEvent.Failed) lastEvent(runtime, new JobSpec("harmonics", Map.of()));

      assertThat(failed.blame()).isEqualTo(JobEvent.Blame.CALLER);
      assertThat(failed.reason()).contains("harmonics").contains("[harmonic]");
    }
  }
}
