package io.reparto.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.UnhandledMessage;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.CoordinatorCommand.ReportFailure.Kind;
import io.reparto.protocol.message.DeathCertificate;
import io.reparto.protocol.message.HeldTasks;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import io.reparto.protocol.message.TaskLoss;
import io.reparto.protocol.message.TaskUnderWay;
import io.reparto.protocol.message.WorkerCommand;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every command in every phase; the test is the coordinator. */
class JobRunTest {
  private static final JobId JOB = new JobId("job-a");

  private final AtomicLong skew = new AtomicLong();
  private ActorTestKit testKit;
  private TestProbe<Coordinator.Message> coordinator;
  private TestProbe<WorkerCommand> worker;
  private TestProbe<JobEvent> client;
  private TestProbe<UnhandledMessage> unhandled;

  @BeforeEach
  void start() {
    Config config =
        ManualTime.config()
            .withFallback(
                ConfigFactory.parseString("akka.actor.testkit.typed.single-expect-default = 20s"))
            .withFallback(ConfigFactory.load());
    testKit = ActorTestKit.create("job-run", config);
    coordinator = testKit.createTestProbe(Coordinator.Message.class);
    worker = testKit.createTestProbe(WorkerCommand.class);
    client = testKit.createTestProbe(JobEvent.class);
    unhandled = testKit.createUnhandledMessageProbe();
  }

  @AfterEach
  void stop() {
    unhandled.expectNoMessage(Duration.ofMillis(20));
    testKit.shutdownTestKit();
  }

  private ActorRef<JobRun.Message> spawn(int tasks, TaskLoss... losses) {
    return testKit.spawn(
        JobRun.create(
            new JobStart(
                JOB,
                new BracketJob(),
                BracketJob.spec(tasks),
                JobOptions.USUAL,
                Optional.of(client.ref()),
                false,
                List.of(losses)),
            new RunContext(
                1,
                CoordinatorSettings.from(ConfigFactory.load()),
                0,
                Measures.NONE,
                () -> System.nanoTime() + skew.get(),
                coordinator.ref())));
  }

  private SlotRequest request() {
    return new SlotRequest("w", 0, 0, 0, worker.ref(), Set.of(), false);
  }

  private JobRun.Offer offer(int task) {
    return new JobRun.Offer(
        "w",
        new PartialOffer(
            JOB,
            7,
            1L << 32, // the first lease of term 1
            TaskRun.leaf(task),
            Work.NONE,
            new BracketJob.Brackets("0.", "")),
        worker.ref());
  }

  private List<JobRun.Message> everyCommand() {
    var report =
        new CoordinatorCommand.ReportFailure(
            JOB, "w", 99, 0, 0, Kind.ATTEMPT, "cause", "where", Duration.ZERO, worker.ref());
    return List.of(
        new JobRun.GrantLease(request(), 1, 1),
        offer(5), // no such task
        new JobRun.Failure(report, Set.of("w")),
        new JobRun.InFlight("w", Work.NONE),
        new JobRun.SendPlan(0, worker.ref()),
        new JobRun.CheckPartial(7, TaskRun.leaf(0), worker.ref()),
        new JobRun.TasksReturned(99, List.of()),
        new JobRun.LoseWorker("other", List.of(), false, Set.of("w")),
        new JobRun.Adopt(
            "w", List.of(new HeldTasks(JOB, 98, 0, 5, 6, false)), worker.ref()), // nor this one
        new JobRun.BeginLeases(Set.of("w")),
        new JobRun.SlotsIdle(false),
        new JobRun.Diagnose(0, List.of(), Optional.empty()),
        new JobRun.Subscribe(client.ref()));
  }

  @Test
  void givenAJobInPlanning_whenEveryCommandComes_thenNoneIsUnhandledAndItRunsOn() {
    ActorRef<JobRun.Message> run = spawn(1);

    everyCommand().forEach(run::tell);

    assertThat(client.expectMessageClass(JobEvent.Planned.class).tasks()).isEqualTo(1);
    run.tell(new JobRun.Cancel());
    client.fishForMessage(
        Duration.ofSeconds(20),
        event ->
            event instanceof JobEvent.Cancelled
                ? FishingOutcomes.complete()
                : FishingOutcomes.continueAndIgnore());
  }

  @Test
  void givenARunningJob_whenEveryCommandComes_thenItSucceeds() {
    ActorRef<JobRun.Message> run = spawn(1);
    client.expectMessageClass(JobEvent.Planned.class);

    everyCommand().forEach(run::tell);
    run.tell(offer(0)); // last: its only partial ends the job

    assertThat(worker.expectMessageClass(WorkerCommand.RunLease.class).count()).isEqualTo(1);
    worker.expectMessage(new WorkerCommand.PartialRefused(1, JOB, 7));
    // The partial is answered when it is merged, by and by.
    assertThat(List.of(worker.receiveMessage(), worker.receiveMessage(), worker.receiveMessage()))
        .contains(
            new WorkerCommand.PartialCommitted(1, JOB, 7),
            new WorkerCommand.FailureNoted(1, JOB, 99, 0))
        .hasAtLeastOneElementOfType(WorkerCommand.PlanDelivered.class);
    client.expectMessageClass(JobEvent.Planned.class);
    client.expectMessageClass(JobEvent.Succeeded.class);
  }

  @Test
  void givenALossUnderAnEarlierCoordinator_whenTheNextWorkerIsLost_thenItCounts() {
    var earlier =
        new DeathCertificate(1, 0, "range 1", "earlier", "lost", "", Duration.ofSeconds(1));
    ActorRef<JobRun.Message> run = spawn(64, new TaskLoss(earlier, 5, 1, 1));
    client.expectMessageClass(JobEvent.Planned.class);

    run.tell(new JobRun.GrantLease(request(), 1, 2));
    var plain = worker.expectMessageClass(WorkerCommand.RunLease.class);
    assertThat(List.of(plain.first(), plain.count())).as("up to the suspect").containsExactly(0, 1);
    run.tell(new JobRun.GrantLease(request().withSuspects(true), 1, 2));
    var suspect = worker.expectMessageClass(WorkerCommand.RunLease.class);
    assertThat(suspect.first()).isEqualTo(1);
    assertThat(suspect.attempt()).isEqualTo(1);
    var underWay = new TaskUnderWay(JOB, suspect.lease(), 1, Duration.ofSeconds(2));
    run.tell(new JobRun.LoseWorker("w", List.of(underWay), false, Set.of("other")));

    var failed = client.expectMessageClass(JobEvent.Failed.class);
    assertThat(failed.reason()).contains("task=1", "workersLost=2");
    assertThat(failed.summary().certificates())
        .extracting(DeathCertificate::worker)
        .startsWith("earlier", "w");
    coordinator.fishForMessage(
        Duration.ofSeconds(20),
        message ->
            message instanceof Coordinator.TaskLost lost && lost.loss().losses() == 2
                ? FishingOutcomes.complete()
                : FishingOutcomes.continueAndIgnore());
  }

  @Test
  void givenALeaseOfManyTasks_whenItsWorkerIsLost_thenThatIsCertifiedAndNoTaskHasFailed() {
    ActorRef<JobRun.Message> run = spawn(64);
    client.expectMessageClass(JobEvent.Planned.class);
    run.tell(new JobRun.GrantLease(request(), 1, 2));
    var lease = worker.expectMessageClass(WorkerCommand.RunLease.class);
    assertThat(lease.count()).isGreaterThan(1);

    run.tell(new JobRun.LoseWorker("w", List.of(), false, Set.of("other")));
    run.tell(new JobRun.Cancel());

    var summary = client.expectMessageClass(JobEvent.Cancelled.class).summary();
    assertThat(summary.certificates())
        .singleElement()
        .satisfies(one -> assertThat(one.worker()).isEqualTo("w"))
        .satisfies(one -> assertThat(one.cause()).contains("or one after it", "" + lease.count()));
    assertThat(summary.ledger().attempts()).isZero();
  }

  @Test
  void givenAJobThatStands_whenTimePasses_thenTheCoordinatorHearsOfItOnce() {
    ActorRef<JobRun.Message> run = spawn(8);
    client.expectMessageClass(JobEvent.Planned.class);
    ManualTime time = ManualTime.get(testKit.system());

    skew.addAndGet(Duration.ofSeconds(50).toNanos());
    time.timePasses(Duration.ofSeconds(15));
    run.tell(new JobRun.InFlight("w", new Work(1, 1)));
    assertThat(stallsTold(run)).isZero();
    skew.addAndGet(Duration.ofSeconds(50).toNanos());
    run.tell(new JobRun.InFlight("w", new Work(1, 1))); // no news
    time.timePasses(Duration.ofSeconds(15));
    assertThat(stallsTold(run)).isZero();
    skew.addAndGet(Duration.ofSeconds(11).toNanos());
    time.timePasses(Duration.ofSeconds(30));
    assertThat(stallsTold(run)).isEqualTo(1);
    run.tell(new JobRun.Diagnose(0, List.of(), Optional.empty())); // to the log
  }

  /** Up to the answer to a wish that is made now. */
  private int stallsTold(ActorRef<JobRun.Message> run) {
    run.tell(new JobRun.GrantLease(request(), 1, 1));
    int stalls = 0;
    Coordinator.Message message = coordinator.receiveMessage();
    while (!(message instanceof Coordinator.LeaseGranted)) {
      stalls += message instanceof Coordinator.JobStalled ? 1 : 0;
      message = coordinator.receiveMessage();
    }
    return stalls;
  }

  @Test
  void givenAnEndedJob_whenEveryCommandComes_thenEachIsAnsweredUntilItIsStopped() {
    ActorRef<JobRun.Message> run = spawn(1);
    client.expectMessageClass(JobEvent.Planned.class);
    coordinator.expectMessage(new Coordinator.TasksAvailable(JOB));
    coordinator.expectMessageClass(Coordinator.JobChanged.class);
    run.tell(new JobRun.Cancel());
    var last = client.expectMessageClass(JobEvent.Cancelled.class);
    coordinator.expectMessage(new Coordinator.JobEnded(JOB, last));

    everyCommand().forEach(run::tell);
    run.tell(new JobRun.Cancel());
    run.tell(new JobRun.Previewed("late"));

    coordinator.expectMessage(
        new Coordinator.NothingToLease(JOB, request(), Coordinator.Waiting.NOTHING));
    worker.expectMessage(new WorkerCommand.PartialRefused(1, JOB, 7));
    worker.expectMessage(new WorkerCommand.EndJob(1, JOB));
    worker.expectMessage(new WorkerCommand.EndJob(1, JOB));
    worker.expectMessage(new WorkerCommand.EndJob(1, JOB));
    run.tell(JobRun.Stop.INSTANCE);
    coordinator.expectTerminated(run);
  }
}
