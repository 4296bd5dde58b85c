package io.reparto.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import akka.actor.BootstrapSetup;
import akka.actor.UnhandledMessage;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reparto.coordinator.registry.NoRegistry;
import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.job.TextColumn;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.DeathCertificate;
import io.reparto.protocol.message.JobDiagnosis;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobReply;
import io.reparto.protocol.message.TaskUnderWay;
import io.reparto.protocol.message.WorkerCommand;
import io.reparto.protocol.serialization.JobsSetup;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Coordinator, job runs and mergers by their messages; the test is workers and clients. */
class CoordinatorTest {
  private static final JobId JOB = new JobId("job-a");
  private static final JobId OTHER = new JobId("job-b");

  private ActorTestKit testKit;
  private ManualTime time;
  private ActorRef<CoordinatorCommand> coordinator;
  private TestProbe<JobEvent> client;
  private TestProbe<UnhandledMessage> unhandled;

  Config config() {
    return ManualTime.config()
        .withFallback(
            ConfigFactory.parseString(
                "akka.actor.testkit.typed.single-expect-default = 20s\n"
                    + "reparto.coordinator.max-jobs = 2"))
        .withFallback(ConfigFactory.load());
  }

  /** Plans go by reference. */
  int partBytes() {
    return 0;
  }

  @BeforeEach
  void start() {
    Jobs jobs = Jobs.of(new BracketJob());
    Config config = config();
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
                partBytes(),
                Measures.NONE));
    client = testKit.createTestProbe("client", JobEvent.class);
  }

  @AfterEach
  void stop() {
    unhandled.expectNoMessage(Duration.ofMillis(20));
    testKit.shutdownTestKit();
  }

  private FakeWorker worker(String name) {
    return new FakeWorker(name, testKit, coordinator).joined();
  }

  private void submit(JobId job, JobSpec spec) {
    coordinator.tell(new CoordinatorCommand.SubmitJob(job, spec, JobOptions.USUAL, client.ref()));
  }

  private void submitPlanned(JobId job, JobSpec spec) {
    submit(job, spec);
    assertThat(client.expectMessageClass(JobEvent.Planned.class).job()).isEqualTo(job);
  }

  /** What the coordinator told the job has come back as the job's news, before what we say next. */
  private void awaitNewsOf(JobId job) {
    TestProbe<JobReply> asker = testKit.createTestProbe(JobReply.class);
    coordinator.tell(new CoordinatorCommand.DiagnoseJob(job, asker.ref()));
    asker.expectMessageClass(JobReply.JobDiagnosed.class);
  }

  private void awaitWorkers(int count) {
    TestProbe<JobReply> probe = testKit.createTestProbe(JobReply.class);
    probe.awaitAssert(
        () -> {
          coordinator.tell(new CoordinatorCommand.DescribeCluster(probe.ref()));
          var cluster = probe.expectMessageClass(JobReply.ClusterDescribed.class);
          assertThat(cluster.workers()).hasSize(count);
          return null;
        });
  }

  private static String text(JobEvent.Succeeded succeeded) {
    return ((TextColumn) succeeded.result().columns().get(0)).value(0);
  }

  @Test
  void givenOneWorker_whenItRunsEveryLease_thenTheClientHearsAllInOrder() {
    FakeWorker worker = worker("w");
    worker.sayHello(); // a welcome may be lost
    worker.request(0, 0);
    submitPlanned(JOB, BracketJob.spec(5));
    var lease = worker.nextLease();

    time.timePasses(Duration.ofMillis(100));
    assertThat(client.expectMessageClass(JobEvent.Progressed.class).preview())
        .isEqualTo("partials=0");
    for (int number = 1; number < 20 && lease != null; number++) {
      worker.run(lease, "");
      lease = lease.first() + lease.count() == 5 ? null : worker.lease(0, number);
    }

    var succeeded = client.expectMessageClass(JobEvent.Succeeded.class);
    assertThat(text(succeeded)).isEqualTo("(((0.1.)(2.3.))4.)");
    assertThat(succeeded.digest()).isEqualTo(succeeded.result().digest());
    assertThat(succeeded.summary().ledger().committed()).isEqualTo(5);
    assertThat(succeeded.summary().ledger().attempts()).isEqualTo(5);
    assertThat(succeeded.summary().done().units()).isEqualTo(5);
    worker.endOf(JOB);
  }

  @Test
  void givenALostLease_whenRequestedAgain_thenTheSameLeaseComes() {
    FakeWorker worker = worker("w");
    submitPlanned(JOB, BracketJob.spec(8));

    var lease = worker.lease(0, 0);

    worker.probe.awaitAssert(
        () -> {
          worker.request(0, 0); // ignored until the coordinator has heard of the grant
          worker.probe.expectMessage(Duration.ofMillis(500), lease);
          return null;
        });
  }

  @Test
  void givenAPartialThatIsCommitted_whenOfferedAgain_thenItIsCountedAndMayBeKept() {
    FakeWorker worker = worker("w");
    submitPlanned(JOB, BracketJob.spec(2));
    var first = worker.leaf(worker.lease(0, 0), 0, "");
    worker.commit(first);

    worker.commit(first);
    worker.joined(); // on a new stream as well
    worker.commit(first);

    worker.run(worker.lease(0, 1), "");
    var ledger = client.expectMessageClass(JobEvent.Succeeded.class).summary().ledger();
    assertThat(ledger.refused()).isEqualTo(2);
    assertThat(ledger.committed()).isEqualTo(2);
  }

  @Test
  void givenAnAnswerThatWasLost_whenThePartialIsAskedAbout_thenItIsAnsweredOnceItIsCommitted() {
    FakeWorker worker = worker("w");
    submitPlanned(JOB, BracketJob.spec(8));
    var lease = worker.lease(0, 0);
    var first = worker.leaf(lease, 0, "");
    var check = worker.check(first);
    coordinator.tell(check); // on its way still
    worker.commit(first);

    coordinator.tell(check);

    worker.hears(new WorkerCommand.PartialCommitted(1, JOB, first.offer()));
    coordinator.tell(new CoordinatorCommand.CancelJob(JOB));
    worker.endOf(JOB);
    coordinator.tell(check);
    worker.endOf(JOB);
    worker.probe.expectNoMessage(Duration.ofMillis(20));
  }

  @Test
  void givenALeaseThatWasLostAndHandedBack_whenItsRequestIsRepeated_thenItIsSkipped() {
    FakeWorker worker = worker("w");
    submitPlanned(JOB, BracketJob.spec(8));
    var lease = worker.lease(0, 0);

    coordinator.tell(new CoordinatorCommand.ReturnTasks(JOB, "w", lease.lease(), List.of()));
    worker.request(0, 0);

    worker.hears(new WorkerCommand.SkipRequest(1, 0, 0));
    assertThat(worker.lease(0, 1).lease()).isNotEqualTo(lease.lease());
  }

  @Test
  void givenACancelledJob_whenItsMessagesComeLate_thenEachIsAnswered() {
    FakeWorker worker = worker("w");
    submitPlanned(JOB, BracketJob.spec(8));
    var lease = worker.lease(0, 0);

    coordinator.tell(new CoordinatorCommand.CancelJob(JOB));

    assertThat(client.expectMessageClass(JobEvent.Cancelled.class).job()).isEqualTo(JOB);
    worker.endOf(JOB);
    worker.refused(worker.leaf(lease, 0, ""));
    coordinator.tell(new CoordinatorCommand.RequestPlan(JOB, 0, worker.probe.ref()));
    worker.endOf(JOB);
    coordinator.tell(worker.failure(lease, false, "late"));
    worker.endOf(JOB);
    coordinator.tell(new CoordinatorCommand.CancelJob(JOB));
    submit(JOB, BracketJob.spec(8));
    client.expectMessageClass(JobEvent.Cancelled.class);
  }

  @Test
  void givenJobsThatEndWhileASlotAsks_whenTheNextJobComes_thenTheSlotGetsIt() {
    FakeWorker worker = worker("w");
    FakeWorker witness = worker("witness");
    for (int round = 0; round < 30; round++) {
      var job = new JobId("round-" + round);
      submitPlanned(job, BracketJob.spec(64));
      coordinator.tell(new CoordinatorCommand.CancelJob(job));
      worker.request(round, 0); // meets the job before, at or after its end
      client.expectMessageClass(JobEvent.Cancelled.class);
      witness.endOf(job);
    }

    submitPlanned(JOB, BracketJob.spec(10_000));

    var answered = new HashSet<Integer>();
    while (answered.size() < 30) { // by a lease of its round, or else by one of this job
      answered.add(worker.nextLease().slot());
    }
  }

  @Test
  void givenAWorkerThatStops_whenAnotherAsks_thenItsTasksAreLeasedAgain() {
    FakeWorker lost = worker("lost");
    FakeWorker other = worker("other");
    submitPlanned(JOB, BracketJob.spec(1));
    lost.lease(0, 0);
    other.request(0, 0); // nothing is left: it waits

    lost.stop();

    var lease = other.nextLease();
    other.run(lease, "");
    assertThat(text(client.expectMessageClass(JobEvent.Succeeded.class))).isEqualTo("0.");
  }

  @Test
  void givenATaskThatTakesItsWorkersAlong_whenAttemptsAreUsedUp_thenTheJobFails() {
    worker("idle");
    worker("idle-too");
    submitPlanned(JOB, BracketJob.spec(1));
    for (String name : List.of("one", "two", "three")) {
      FakeWorker worker = worker(name);
      worker.lease(0, 0);
      worker.stop();
    }

    var failed = client.expectMessageClass(JobEvent.Failed.class);
    assertThat(failed.blame()).isEqualTo(JobEvent.Blame.ATTEMPTS);
    assertThat(failed.reason()).contains("attempts=3", "last=its worker was lost");
    assertThat(failed.summary().certificates())
        .extracting(DeathCertificate::worker)
        .containsExactly("one", "two", "three");
  }

  @Test
  void givenATaskThatTookTwoWorkersAlong_whenOneIsLeft_thenItIsNotTriedThere() {
    FakeWorker one = worker("one");
    FakeWorker two = worker("two");
    FakeWorker last = worker("last");
    submitPlanned(JOB, BracketJob.spec(64));
    var lease = one.lease(0, 0);
    one.runs(lease, lease.first() + 3);
    one.stop();
    awaitWorkers(2);
    awaitNewsOf(JOB);
    var alone = two.lease(0, 0);
    assertThat(alone.first()).isEqualTo(lease.first() + 3);
    assertThat(alone.count()).isEqualTo(1);
    last.lease(0, 0);
    two.stop();

    var failed = client.expectMessageClass(JobEvent.Failed.class);
    assertThat(failed.blame()).isEqualTo(JobEvent.Blame.ATTEMPTS);
    assertThat(failed.reason()).contains("task=3", "workersLost=2", "workersLeft=1");
    assertThat(failed.summary().certificates())
        .extracting(DeathCertificate::worker, DeathCertificate::task, DeathCertificate::attempt)
        .containsExactly(tuple("one", 3, 0), tuple("two", 3, 1));
    assertThat(failed.summary().certificates().get(0).lasted())
        .isGreaterThanOrEqualTo(Duration.ofSeconds(7));
    last.endOf(JOB);
  }

  @Test
  void givenATaskThatExits_whenReported_thenItRunsAloneAndNotOnTheLastWorker() {
    FakeWorker one = worker("one");
    FakeWorker two = worker("two");
    FakeWorker last = worker("last");
    submitPlanned(JOB, BracketJob.spec(64));
    one.exits(one.lease(0, 0));
    one.stop();
    awaitWorkers(2);
    awaitNewsOf(JOB);
    var alone = two.lease(0, 0);
    assertThat(alone.count()).isEqualTo(1);
    assertThat(alone.attempt()).isEqualTo(1);
    two.exits(alone);

    var failed = client.expectMessageClass(JobEvent.Failed.class);
    assertThat(failed.reason()).contains("task=0", "workersLost=2", "workersLeft=1");
    assertThat(failed.summary().certificates())
        .extracting(DeathCertificate::worker, DeathCertificate::cause)
        .containsExactly(tuple("one", "exit"), tuple("two", "exit"));
    last.endOf(JOB);
  }

  @Test
  void givenAJobThatStands_whenDiagnosed_thenItsStateIsToldAndLoggedOnce() {
    FakeWorker worker = worker("w");
    submitPlanned(JOB, BracketJob.spec(64));
    var lease = worker.lease(0, 0);
    worker.commit(worker.leaf(lease, 1, ""));
    worker.runs(lease, 2);
    TestProbe<JobReply> asker = testKit.createTestProbe(JobReply.class);

    coordinator.tell(new CoordinatorCommand.DiagnoseJob(JOB, asker.ref()));

    var diagnosis = asker.expectMessageClass(JobReply.JobDiagnosed.class).diagnosis();
    assertThat(diagnosis.phase()).isEqualTo(JobDiagnosis.Phase.RUNNING);
    assertThat(diagnosis.tasks().committed().first()).containsExactly(new TaskRange(1, 2));
    assertThat(diagnosis.tasks().untried().tasks()).isEqualTo(64 - lease.count());
    assertThat(diagnosis.openLeases()).isEqualTo(1);
    assertThat(diagnosis.leases().get(0).outstanding()).isEqualTo(lease.count() - 1);
    assertThat(diagnosis.workers().get(0).underWay())
        .extracting(TaskUnderWay::task)
        .containsExactly(2);
    coordinator.tell(new CoordinatorCommand.DiagnoseJob(OTHER, asker.ref()));
    asker.expectMessage(new JobReply.NoSuchJob(OTHER));
    coordinator.tell(new CoordinatorCommand.CancelJob(JOB));
    client.expectMessageClass(JobEvent.Cancelled.class);
    worker.endOf(JOB);
    coordinator.tell(new CoordinatorCommand.DiagnoseJob(JOB, asker.ref()));
    asker.expectMessageClass(JobReply.JobDescribed.class);
  }

  @Test
  void givenTwoJobsOnALostWorker_whenTheirTasksRunAgain_thenNeverBothOnOneWorker() {
    FakeWorker lost = worker("lost");
    submitPlanned(JOB, BracketJob.spec(1));
    var ofJob = lost.lease(0, 0);
    submitPlanned(OTHER, BracketJob.spec(1));
    lost.lease(1, 0);
    FakeWorker one = worker("one");
    FakeWorker two = worker("two");
    lost.stop();

    var first = one.lease(0, 0);
    one.request(1, 0); // the other job's task would be next to it
    var second = two.lease(0, 0);
    assertThat(List.of(first.job(), second.job())).containsExactlyInAnyOrder(JOB, OTHER);
    assertThat(ofJob.job()).isEqualTo(JOB);
    one.probe.expectNoMessage(Duration.ofMillis(200));
    two.run(second, "");
    one.run(first, "");

    client.expectMessageClass(JobEvent.Succeeded.class);
    client.expectMessageClass(JobEvent.Succeeded.class);
  }

  @Test
  void givenATaskThatFailsThreeTimes_whenReported_thenTheJobFailsWithItsCertificates() {
    FakeWorker one = worker("one");
    FakeWorker two = worker("two");
    submitPlanned(JOB, BracketJob.spec(1));
    one.reports(one.lease(0, 0), false, "first");
    one.request(0, 1); // the retry is kept for the other
    var second = two.lease(0, 0);
    two.reports(second, false, "second");
    var third = one.nextLease();
    one.reports(third, false, "third");

    var failed = client.expectMessageClass(JobEvent.Failed.class);
    assertThat(failed.blame()).isEqualTo(JobEvent.Blame.ATTEMPTS);
    assertThat(failed.reason()).contains("task=0", "partition=range 0", "attempts=3", "last=third");
    assertThat(failed.summary().certificates())
        .extracting(DeathCertificate::cause)
        .containsExactly("first", "second", "third");
    assertThat(failed.summary().certificates())
        .extracting(DeathCertificate::attempt)
        .containsExactly(0, 1, 2);
  }

  @Test
  void givenARetryKeptForAnother_whenAnotherJobHasTasks_thenTheSlotGetsThose() {
    FakeWorker one = worker("one");
    worker("two");
    submitPlanned(JOB, BracketJob.spec(1));
    one.reports(one.lease(0, 0), false, "first");
    submitPlanned(OTHER, BracketJob.spec(1));

    one.request(0, 1);

    assertThat(one.nextLease().job()).isEqualTo(OTHER);
  }

  @Test
  void givenACallersMistake_whenReportedOnce_thenTheJobFailsAtOnce() {
    FakeWorker worker = worker("w");
    submitPlanned(JOB, BracketJob.faulty(1, "partition")); // describing it throws as well

    worker.reports(worker.lease(0, 0), true, "data.csv line 3: no number");

    var failed = client.expectMessageClass(JobEvent.Failed.class);
    assertThat(failed.blame()).isEqualTo(JobEvent.Blame.CALLER);
    assertThat(failed.reason()).isEqualTo("data.csv line 3: no number");
  }

  @ParameterizedTest
  @CsvSource({
    "1,invalid,CALLER,no such column: name=x",
    "1,input,CALLER,input can't be read: path=x.csv: no such file",
    "1,io,CALLER,reading the input's metadata failed: no such file",
    "1,defect,DEFECT,planning failed: java.lang.IllegalStateException: a defect",
    "-1,none,CALLER,'too many tasks, make them larger: tasks=-1, most=1073741824'"
  })
  void givenAJobThatCannotBePlanned_whenSubmitted_thenItFails(
      int tasks, String fault, JobEvent.Blame blame, String reason) {
    submit(JOB, BracketJob.faulty(tasks, fault));

    var failed = client.expectMessageClass(JobEvent.Failed.class);
    assertThat(failed.blame()).isEqualTo(blame);
    assertThat(failed.reason()).isEqualTo(reason);
  }

  @Test
  void givenAnUnknownJob_whenSubmitted_thenTheReasonListsTheKnown() {
    submit(JOB, new JobSpec("nope", Map.of()));

    assertThat(client.expectMessageClass(JobEvent.Failed.class).reason())
        .isEqualTo("no such job: name=nope, known=[bracket]");
  }

  @Test
  void givenTooManyJobs_whenSubmitted_thenTheLastIsRefused() {
    submitPlanned(JOB, BracketJob.spec(1));
    submitPlanned(OTHER, BracketJob.spec(1));

    submit(new JobId("job-c"), BracketJob.spec(1));

    assertThat(client.expectMessageClass(JobEvent.Failed.class).reason())
        .contains("too many jobs", "jobs=2");
  }

  @Test
  void givenNoTasks_whenSubmitted_thenTheResultIsThatOfTheIdentity() {
    submitPlanned(JOB, BracketJob.spec(0));

    assertThat(text(client.expectMessageClass(JobEvent.Succeeded.class))).isEmpty();
  }

  @Test
  void givenTwoJobs_whenSlotsAsk_thenTheJobsTakeTurns() {
    FakeWorker worker = worker("w");
    submitPlanned(JOB, BracketJob.spec(10_000));
    submitPlanned(OTHER, BracketJob.spec(10_000));

    JobId first = worker.lease(0, 0).job();
    JobId second = worker.lease(0, 1).job();

    assertThat(second).isNotEqualTo(first);
    for (long number = 2; number < 8; number += 2) {
      assertThat(worker.lease(0, number).job()).isEqualTo(first);
      assertThat(worker.lease(0, number + 1).job()).isEqualTo(second);
    }
  }

  @Test
  void givenTheSameJobTwice_whenSubmitted_thenItRunsOnceAndBothHearTheSameEnd() {
    FakeWorker worker = worker("w");
    TestProbe<JobEvent> second = testKit.createTestProbe("second", JobEvent.class);
    submitPlanned(JOB, BracketJob.spec(1));
    coordinator.tell(
        new CoordinatorCommand.SubmitJob(JOB, BracketJob.spec(1), JobOptions.USUAL, second.ref()));
    second.expectMessageClass(JobEvent.Planned.class);
    worker.run(worker.lease(0, 0), "");

    var end = client.expectMessageClass(JobEvent.Succeeded.class);
    assertThat(second.expectMessageClass(JobEvent.Succeeded.class)).isEqualTo(end);
    submit(JOB, BracketJob.spec(1));
    assertThat(client.expectMessageClass(JobEvent.Succeeded.class)).isEqualTo(end);
  }

  @ParameterizedTest
  @ValueSource(strings = {"merge", "finish", "preview"})
  void givenAJobWhoseOwnCodeThrows_whenMerged_thenItAloneFails(String fault) {
    FakeWorker worker = worker("w");
    submitPlanned(JOB, BracketJob.faulty(2, fault));
    if (fault.equals("preview")) {
      time.timePasses(Duration.ofMillis(100));
    } else {
      worker.run(worker.lease(0, 0), fault);
      var last = worker.leaf(worker.lease(0, 1), 1, fault);
      if (fault.equals("merge")) {
        worker.refused(last); // committed, but never merged: its stream is not left waiting
      } else {
        worker.commit(last);
      }
    }

    var failed = client.expectMessageClass(JobEvent.Failed.class);
    assertThat(failed.blame()).isEqualTo(JobEvent.Blame.DEFECT);
    assertThat(failed.reason()).contains("fault in " + fault);
    worker.endOf(JOB);
    submitPlanned(OTHER, BracketJob.spec(1));
    worker.run(worker.lease(0, 2), "");
    assertThat(text(client.expectMessageClass(JobEvent.Succeeded.class))).isEqualTo("0.");
  }

  @Test
  void givenMessagesOfNobody_whenTheyCome_thenNoneIsUnhandled() {
    FakeWorker worker = worker("w");
    var unknown = new JobId("unknown");

    List.<CoordinatorCommand>of(
            new CoordinatorCommand.CancelJob(unknown),
            new CoordinatorCommand.RequestLease("stranger", 0, 0, worker.probe.ref()),
            new CoordinatorCommand.ReportWork(
                unknown, "stranger", io.reparto.protocol.job.Work.NONE),
            new CoordinatorCommand.RequestPlan(unknown, 0, worker.probe.ref()))
        .forEach(coordinator::tell);

    worker.endOf(unknown);
  }
}
