package io.reparto.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.BootstrapSetup;
import akka.actor.UnhandledMessage;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reparto.coordinator.registry.NoRegistry;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobReply;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.message.WorkerCommand;
import io.reparto.protocol.serialization.DataCodec;
import io.reparto.protocol.serialization.JobsSetup;
import io.reparto.protocol.serialization.Parts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a coordinator in a cluster answers to questions about its jobs, and plans in parts. */
class CoordinatorQuestionsTest {
  private static final JobId JOB = new JobId("job-a");
  private static final JobId OTHER = new JobId("job-b");
  private static final int PART_BYTES = 4;

  private ActorTestKit testKit;
  private ManualTime time;
  private ActorRef<CoordinatorCommand> coordinator;
  private TestProbe<JobReply> asker;
  private TestProbe<UnhandledMessage> unhandled;

  @BeforeEach
  void start() {
    Jobs jobs = Jobs.of(new BracketJob());
    Config config =
        ManualTime.config()
            .withFallback(
                ConfigFactory.parseString(
                    "akka.actor.testkit.typed.single-expect-default = 20s\n"
                        + "reparto.coordinator.max-jobs = 2"))
            .withFallback(ConfigFactory.load());
    var setup = ActorSystemSetup.create(BootstrapSetup.create(config), new JobsSetup(jobs));
    testKit = ActorTestKit.create(ActorSystem.create(Behaviors.empty(), "coordination", setup));
    time = ManualTime.get(testKit.system());
    unhandled = testKit.createUnhandledMessageProbe();
    coordinator =
        testKit.spawn(
            Coordinator.create(
                jobs,
                CoordinatorSettings.from(config),
                new NoRegistry(1),
                PART_BYTES,
                Measures.NONE));
    asker = testKit.createTestProbe("asker", JobReply.class);
  }

  @AfterEach
  void stop() {
    unhandled.expectNoMessage(Duration.ofMillis(20));
    testKit.shutdownTestKit();
  }

  private JobStatus enqueue(JobId job, JobSpec spec, int priority) {
    coordinator.tell(
        new CoordinatorCommand.EnqueueJob(job, spec, new JobOptions(priority, true), asker.ref()));
    return asker.expectMessageClass(JobReply.JobDescribed.class).status();
  }

  private JobStatus watched(TestProbe<JobReply> watcher, JobStatus.State state) {
    List<JobReply> replies =
        watcher.fishForMessage(
            Duration.ofSeconds(20),
            reply ->
                ((JobReply.JobDescribed) reply).status().state() == state
                    ? FishingOutcomes.complete()
                    : FishingOutcomes.continueAndCollect());
    return ((JobReply.JobDescribed) replies.get(replies.size() - 1)).status();
  }

  private TestProbe<JobReply> watch(JobId job) {
    TestProbe<JobReply> watcher = testKit.createTestProbe(JobReply.class);
    coordinator.tell(new CoordinatorCommand.WatchJob(job, watcher.ref()));
    return watcher;
  }

  @Test
  void givenAJobWithoutClient_whenItIsWatched_thenEveryChangeIsToldUntilItsEnd() {
    FakeWorker worker = new FakeWorker("w", testKit, coordinator).joined();
    JobStatus accepted = enqueue(JOB, BracketJob.spec(2), 5);
    TestProbe<JobReply> watcher = watch(JOB);

    JobStatus running = watched(watcher, JobStatus.State.RUNNING);
    worker.run(worker.lease(0, 0), "");
    worker.run(worker.lease(0, 1), "");
    JobStatus last = watched(watcher, JobStatus.State.SUCCEEDED);

    assertThat(accepted.revision()).as("of term 1").isEqualTo(1L << 24);
    assertThat(accepted.options().priority()).isEqualTo(5);
    assertThat(running.summary().ledger().planned()).isEqualTo(2);
    assertThat(last.summary().ledger().committed()).isEqualTo(2);
    assertThat(last.digest()).isNotEmpty();
    assertThat(last.revision()).isGreaterThan(running.revision());
    assertThat(enqueue(JOB, BracketJob.spec(2), 5)).as("a repetition").isEqualTo(last);
    coordinator.tell(new CoordinatorCommand.DescribeJob(JOB, asker.ref()));
    asker.expectMessage(new JobReply.JobDescribed(last));
  }

  @Test
  void givenAResult_whenItsPartsAreFetched_thenTogetherTheyAreTheResult() {
    FakeWorker worker = new FakeWorker("w", testKit, coordinator).joined();
    enqueue(JOB, BracketJob.spec(2), 1);
    coordinator.tell(new CoordinatorCommand.FetchResult(JOB, 0, asker.ref()));
    assertThat(asker.expectMessageClass(JobReply.NoResult.class).status().job()).isEqualTo(JOB);
    TestProbe<JobReply> watcher = watch(JOB);
    worker.run(worker.lease(0, 0), "");
    worker.run(worker.lease(0, 1), "");
    JobStatus last = watched(watcher, JobStatus.State.SUCCEEDED);

    var parts = new ArrayList<byte[]>();
    int expected;
    do {
      coordinator.tell(new CoordinatorCommand.FetchResult(JOB, parts.size(), asker.ref()));
      var part = asker.expectMessageClass(JobReply.ResultPart.class);
      assertThat(part.bytes()).hasSizeLessThanOrEqualTo(PART_BYTES);
      assertThat(part.part()).isEqualTo(parts.size());
      parts.add(part.bytes());
      expected = part.parts();
    } while (parts.size() < expected);

    assertThat(expected).isGreaterThan(1);
    var result = (JobResult) Parts.join(parts, DataCodec.of(testKit.system().classicSystem()));
    assertThat(result.digest()).isEqualTo(last.digest());
  }

  @Test
  void givenAPlanLargerThanAPart_whenAWorkerAsks_thenItComesInParts() {
    TestProbe<WorkerCommand> worker = testKit.createTestProbe(WorkerCommand.class);
    enqueue(JOB, BracketJob.spec(2), 1);
    watched(watch(JOB), JobStatus.State.RUNNING);

    coordinator.tell(new CoordinatorCommand.RequestPlan(JOB, 0, worker.ref()));
    var first = worker.expectMessageClass(WorkerCommand.PlanPart.class);
    coordinator.tell(new CoordinatorCommand.RequestPlan(JOB, first.parts(), worker.ref()));
    coordinator.tell(new CoordinatorCommand.RequestPlan(JOB, first.parts() - 1, worker.ref()));

    assertThat(first.parts()).isGreaterThan(1);
    assertThat(worker.expectMessageClass(WorkerCommand.PlanPart.class).part())
        .as("a part that does not exist is not answered")
        .isEqualTo(first.parts() - 1);
  }

  @Test
  void givenOneWatcherOfTwoJobs_whenBothEnd_thenItHearsOfBoth() {
    enqueue(JOB, BracketJob.spec(2), 1);
    enqueue(OTHER, BracketJob.spec(2), 1);
    TestProbe<JobReply> watcher = watch(JOB);
    coordinator.tell(new CoordinatorCommand.WatchJob(OTHER, watcher.ref()));

    for (JobId job : List.of(JOB, OTHER)) {
      coordinator.tell(new CoordinatorCommand.CancelJob(job));
      assertThat(watched(watcher, JobStatus.State.CANCELLED).job()).isEqualTo(job);
    }
  }

  @Test
  void givenMoreJobsThanFit_whenEnqueued_thenTheLastIsRefusedAsBusy() {
    enqueue(JOB, BracketJob.spec(1), 1);
    enqueue(OTHER, BracketJob.spec(1), 1);
    var third = new JobId("job-c");

    coordinator.tell(
        new CoordinatorCommand.EnqueueJob(
            third, BracketJob.spec(1), JobOptions.USUAL, asker.ref()));

    assertThat(asker.expectMessageClass(JobReply.JobRefused.class).busy()).isTrue();
    coordinator.tell(new CoordinatorCommand.ListJobs(Optional.empty(), asker.ref()));
    assertThat(asker.expectMessageClass(JobReply.JobsListed.class).jobs())
        .extracting(JobStatus::job)
        .containsExactlyInAnyOrder(JOB, OTHER);
  }

  @Test
  void givenMoreJobsThanAreListed_whenAskedForAState_thenAnOlderOneIsFound() {
    enqueue(JOB, BracketJob.spec(1), 1);
    watched(watch(JOB), JobStatus.State.RUNNING);
    for (int more = 0; more < JobReply.JobsListed.MOST; more++) {
      var job = new JobId("more-" + more);
      enqueue(job, BracketJob.spec(0), 1);
      watched(watch(job), JobStatus.State.SUCCEEDED);
    }

    coordinator.tell(new CoordinatorCommand.ListJobs(Optional.empty(), asker.ref()));
    assertThat(asker.expectMessageClass(JobReply.JobsListed.class).jobs())
        .hasSize(JobReply.JobsListed.MOST)
        .noneMatch(status -> status.job().equals(JOB));
    coordinator.tell(
        new CoordinatorCommand.ListJobs(Optional.of(JobStatus.State.RUNNING), asker.ref()));
    assertThat(asker.expectMessageClass(JobReply.JobsListed.class).jobs())
        .extracting(JobStatus::job)
        .containsExactly(JOB);
  }

  @Test
  void givenNoSuchJob_whenAsked_thenThatIsSaid() {
    coordinator.tell(new CoordinatorCommand.DescribeJob(JOB, asker.ref()));
    coordinator.tell(new CoordinatorCommand.WatchJob(JOB, asker.ref()));
    coordinator.tell(new CoordinatorCommand.FetchResult(JOB, 0, asker.ref()));
    for (int answers = 0; answers < 3; answers++) {
      asker.expectMessage(new JobReply.NoSuchJob(JOB));
    }

    coordinator.tell(
        new CoordinatorCommand.EnqueueJob(
            JOB, new JobSpec("nojob", Map.of()), JobOptions.USUAL, asker.ref()));

    var refused = asker.expectMessageClass(JobReply.JobRefused.class);
    assertThat(refused.busy()).isFalse();
    assertThat(refused.reason()).contains("nojob");
  }

  @Test
  void givenAWorkerAndACancelledJob_whenAsked_thenBothAreDescribed() {
    new FakeWorker("w", testKit, coordinator).joined();
    enqueue(JOB, BracketJob.spec(2), 1);
    TestProbe<JobReply> watcher = watch(JOB);
    watched(watcher, JobStatus.State.RUNNING);
    time.timePasses(Duration.ofMillis(100));
    coordinator.tell(new CoordinatorCommand.CancelJob(JOB));

    assertThat(watched(watcher, JobStatus.State.CANCELLED).digest()).isEmpty();
    coordinator.tell(new CoordinatorCommand.DescribeCluster(asker.ref()));
    var cluster = asker.expectMessageClass(JobReply.ClusterDescribed.class);
    assertThat(cluster.term()).isEqualTo(1);
    assertThat(cluster.workers()).extracting(JobReply.WorkerStatus::worker).containsExactly("w");
  }
}
