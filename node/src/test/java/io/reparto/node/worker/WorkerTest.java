package io.reparto.node.worker;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.javadsl.Sink;
import com.typesafe.config.ConfigFactory;
import io.reparto.node.jobs.sleep.SleepJob;
import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.InputRoots;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.CoordinatorCommand.RequestLease;
import io.reparto.protocol.message.CoordinatorCommand.WorkerHello;
import io.reparto.protocol.message.HeldTasks;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.PartialElement;
import io.reparto.protocol.message.TaskUnderWay;
import io.reparto.protocol.message.WorkerCommand;
import io.reparto.protocol.serialization.DataCodec;
import io.reparto.protocol.serialization.Parts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test is the coordinator. */
class WorkerTest {
  private static final JobId JOB = new JobId("job-a");
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration SLOW = Duration.ofMillis(400);
  private static final Duration ANSWER = Duration.ofMinutes(1);

  private ActorTestKit testKit;
  // By which the worker's clock is ahead.
  private final AtomicLong leapNanos = new AtomicLong();
  private ManualTime time;
  private TestProbe<CoordinatorCommand> coordinator;
  // What it hears of tasks under way: how often depends on how fast they run.
  private TestProbe<CoordinatorCommand.ReportUnderWay> underWay;
  private ActorRef<WorkerCommand> worker;
  private TaskBoard board;

  @BeforeEach
  void start() {
    testKit =
        ActorTestKit.create(
            "worker",
            ManualTime.config()
                .withFallback(
                    ConfigFactory.parseString(
                        "akka.actor.testkit.typed.single-expect-default = 20s"))
                .withFallback(ConfigFactory.load()));
    time = ManualTime.get(testKit.system());
    startWorker(0);
  }

  private void startWorker(int frameBytes) {
    coordinator = testKit.createTestProbe(CoordinatorCommand.class);
    var settings =
        new WorkerSettings(
            Duration.ofSeconds(1),
            SLOW,
            Duration.ofMinutes(1),
            RETRY,
            ANSWER,
            300,
            300,
            false,
            InputRoots.ANYWHERE);
    board = new TaskBoard(1);
    underWay = testKit.createTestProbe(CoordinatorCommand.ReportUnderWay.class);
    ActorRef<CoordinatorCommand> others = coordinator.ref(); // of this worker, not of the next
    ActorRef<CoordinatorCommand.ReportUnderWay> reports = underWay.ref();
    ActorRef<CoordinatorCommand> sorting =
        testKit.spawn(
            Behaviors.receiveMessage(
                command -> {
                  if (command instanceof CoordinatorCommand.ReportUnderWay report) {
                    reports.tell(report);
                  } else {
                    others.tell(command);
                  }
                  return Behaviors.same();
                }));
    worker =
        testKit.spawn(
            Worker.create(
                new Worker.Setup(
                    "w",
                    sorting,
                    settings,
                    frameBytes,
                    board,
                    PartialOutlet::open,
                    () -> System.nanoTime() + leapNanos.get())));
  }

  @AfterEach
  void stop() {
    testKit.shutdownTestKit();
  }

  /** A coordinator of a new term reads the stream and hears what the worker holds. */
  private List<HeldTasks> welcome(long term, int stream) {
    worker.tell(new WorkerCommand.Welcome(term, stream));
    var report = coordinator.expectMessageClass(CoordinatorCommand.ReportHeld.class);
    assertThat(report.term()).isEqualTo(term);
    assertThat(report.parts()).isEqualTo(1);
    worker.tell(new WorkerCommand.HeldNoted(term, 0));
    return report.held();
  }

  private TestProbe<PartialElement> stream(int number) {
    TestProbe<PartialElement> stream = testKit.createTestProbe(PartialElement.class);
    var hello = coordinator.expectMessageClass(WorkerHello.class);
    assertThat(hello.stream()).isEqualTo(number);
    hello.partials().getSource().runWith(Sink.foreach(stream.ref()::tell), testKit.system());
    return stream;
  }

  private void runLease(long number) {
    assertThat(coordinator.expectMessageClass(RequestLease.class).number()).isEqualTo(number);
    worker.tell(new WorkerCommand.RunLease(1, JOB, number, 0, number, (int) number, 1, 0));
  }

  @Test
  void givenAFullOutbox_whenASlotIsFree_thenItAsksForALeaseOnlyWhenPartialsAreAnswered() {
    TestProbe<PartialElement> stream = stream(0);
    welcome(1, 0);
    runLease(0);
    coordinator.expectMessageClass(CoordinatorCommand.RequestPlan.class);
    var spec = new JobSpec("sleep", Map.of("tasks", List.of("9")));
    worker.tell(new WorkerCommand.PlanDelivered(1, JOB, new SleepJob().plan(spec)));
    runLease(1);
    runLease(2); // two offers fill it, but the request goes before the second is put in
    for (long offer = 0; offer < 3; offer++) {
      stream.receiveMessage();
    }

    time.timePasses(RETRY);
    coordinator.expectMessageClass(CoordinatorCommand.ReportAlive.class);
    worker.tell(new WorkerCommand.PartialCommitted(1, JOB, 0));
    coordinator.expectNoMessage(Duration.ofMillis(50));

    worker.tell(new WorkerCommand.PartialRefused(1, JOB, 1));
    assertThat(coordinator.expectMessageClass(RequestLease.class).number()).isEqualTo(3);
  }

  @Test
  void givenAStreamThatFailsAtOnce_whenTimePasses_thenTheNextIsOpenedOnceARetryInterval() {
    for (int stream = 0; stream < 3; stream++) {
      WorkerHello hello = coordinator.expectMessageClass(WorkerHello.class);
      assertThat(hello.stream()).isEqualTo(stream);

      hello.partials().getSource().runWith(Sink.cancelled(), testKit.system());

      coordinator.expectNoMessage(Duration.ofMillis(300)); // the end has come by then
      time.timePasses(RETRY);
    }
  }

  @Test
  void givenAPartialWithoutAnAnswer_whenTimePasses_thenItIsAskedAboutAndThenGoesOnANewStream() {
    TestProbe<PartialElement> first = stream(0);
    welcome(1, 0);
    runLease(0);
    coordinator.expectMessageClass(CoordinatorCommand.RequestPlan.class);
    var spec = new JobSpec("sleep", Map.of("tasks", List.of("9")));
    worker.tell(new WorkerCommand.PlanDelivered(1, JOB, new SleepJob().plan(spec)));
    first.receiveMessage();

    for (int retry = 0; retry < 2; retry++) {
      time.timePasses(RETRY);
    }
    var asked = fish(CoordinatorCommand.CheckPartial.class);
    leapNanos.addAndGet(ANSWER.toNanos() + 1);
    time.timePasses(RETRY);

    assertThat(asked.offer()).isZero();
    assertThat(asked.run()).isEqualTo(TaskRun.leaf(0));
    var hello = fish(WorkerHello.class);
    assertThat(hello.stream()).isEqualTo(1);
    TestProbe<PartialElement> second = testKit.createTestProbe(PartialElement.class);
    hello.partials().getSource().runWith(Sink.foreach(second.ref()::tell), testKit.system());
    assertThat(((PartialElement.PartialOffer) second.receiveMessage()).offer()).isZero();
  }

  /** The next message of a kind, whatever comes before. */
  private <T extends CoordinatorCommand> T fish(Class<T> kind) {
    return kind.cast(
        coordinator
            .fishForMessage(
                Duration.ofSeconds(20),
                message ->
                    kind.isInstance(message)
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore())
            .get(0));
  }

  @Test
  void givenALeaseUnderWay_whenDrained_thenTheRestIsHandedBackAndItStopsWhenAllIsAnswered() {
    TestProbe<PartialElement> stream = stream(0);
    welcome(1, 0);
    coordinator.expectMessageClass(RequestLease.class);
    worker.tell(new WorkerCommand.RunLease(1, JOB, 7, 0, 0, 0, 4, 0));
    coordinator.expectMessageClass(CoordinatorCommand.RequestPlan.class);
    var spec = new JobSpec("sleep", Map.of("tasks", List.of("4"), "millis", List.of("50")));
    worker.tell(new WorkerCommand.PlanDelivered(1, JOB, new SleepJob().plan(spec)));

    worker.tell(new WorkerCommand.Drain());
    time.timePasses(Duration.ofMillis(50));

    var rest = coordinator.expectMessageClass(CoordinatorCommand.ReturnTasks.class);
    assertThat(rest)
        .isEqualTo(new CoordinatorCommand.ReturnTasks(JOB, "w", 7, List.of(new TaskRange(0, 1))));
    stream.receiveMessage();
    worker.tell(new WorkerCommand.PartialCommitted(1, JOB, 0));
    coordinator.expectTerminated(worker);
  }

  @Test
  void givenAnIdleWorker_whenDrained_thenItStops() {
    coordinator.expectMessageClass(WorkerHello.class);
    welcome(1, 0);
    coordinator.expectMessageClass(RequestLease.class);

    worker.tell(new WorkerCommand.Drain());

    coordinator.expectTerminated(worker);
  }

  @Test
  void givenAPlanInParts_whenTheyCome_thenTheLeaseRuns() {
    TestProbe<PartialElement> stream = stream(0);
    welcome(1, 0);
    coordinator.expectMessageClass(RequestLease.class);
    worker.tell(new WorkerCommand.RunLease(1, JOB, 0, 0, 0, 0, 1, 0));
    var spec = new JobSpec("sleep", Map.of("tasks", List.of("1")));
    List<byte[]> parts =
        Parts.cut(new SleepJob().plan(spec), DataCodec.of(testKit.system().classicSystem()), 5);

    assertThat(parts).hasSizeGreaterThan(1);
    for (int part = 0; part < parts.size(); part++) {
      assertThat(coordinator.expectMessageClass(CoordinatorCommand.RequestPlan.class).part())
          .isEqualTo(part);
      worker.tell(new WorkerCommand.PlanPart(1, JOB, part, parts.size(), parts.get(part)));
    }

    assertThat(((PartialElement.PartialOffer) stream.receiveMessage()).run().first()).isZero();
  }

  @Test
  void givenWorkDoneForALostCoordinator_whenAnotherTakesOver_thenItIsToldAndOfferedAgain() {
    startWorker(1_000); // by reference nothing is kept
    TestProbe<PartialElement> first = stream(0);
    welcome(1, 0);
    runLease(0);
    coordinator.expectMessageClass(CoordinatorCommand.RequestPlan.class);
    var spec = new JobSpec("sleep", Map.of("tasks", List.of("9")));
    worker.tell(new WorkerCommand.PlanDelivered(1, JOB, new SleepJob().plan(spec)));
    first.receiveMessage();
    worker.tell(new WorkerCommand.PartialCommitted(1, JOB, 0));
    coordinator.expectMessageClass(RequestLease.class);

    worker.tell(new WorkerCommand.SayHello(2));

    TestProbe<PartialElement> second = stream(1);
    assertThat(welcome(2, 1)).containsExactly(new HeldTasks(JOB, 0, 0, 0, 1, false));
    assertThat(((PartialElement.PartialFrame) second.receiveMessage()).offer()).isZero();
    coordinator.expectMessageClass(RequestLease.class);
  }

  @Test
  void givenTasksThatTakeTheirTime_whenTheyRun_thenTheCoordinatorIsToldOfEachAndOfTheirEnd() {
    startWorker(1_000);
    TestProbe<PartialElement> stream = stream(0);
    welcome(1, 0);
    coordinator.expectMessageClass(RequestLease.class);
    worker.tell(new WorkerCommand.RunLease(1, JOB, 7, 0, 0, 0, 2, 0));
    coordinator.expectMessageClass(CoordinatorCommand.RequestPlan.class);
    var spec = new JobSpec("sleep", Map.of("tasks", List.of("4"), "millis", List.of("5000")));
    worker.tell(new WorkerCommand.PlanDelivered(1, JOB, new SleepJob().plan(spec)));

    assertThat(tasksUnderWay()).as("the job's first").containsExactly(0);
    time.timePasses(RETRY);
    coordinator.expectMessageClass(CoordinatorCommand.ReportAlive.class);
    assertThat(tasksUnderWay()).as("in case it was lost").containsExactly(0);
    worker.tell(new WorkerCommand.Drain());
    var leaving = underWay.receiveMessage();
    assertThat(leaving.leaving()).isTrue();
    assertThat(leaving.tasks()).extracting(TaskUnderWay::lease).containsExactly(7L);
    coordinator.expectMessageClass(CoordinatorCommand.ReturnTasks.class);
    stream.expectNoMessage(Duration.ofMillis(1));
  }

  @Test
  void givenATaskThatExits_whenDrained_thenItHasFailedTheRestIsHandedBackAndTheWorkerIsDone() {
    stream(0);
    welcome(1, 0);
    coordinator.expectMessageClass(RequestLease.class);
    var lease = new WorkerCommand.RunLease(1, JOB, 7, 0, 0, 0, 4, 0);
    worker.tell(lease);
    coordinator.expectMessageClass(CoordinatorCommand.RequestPlan.class);
    var spec = new JobSpec("sleep", Map.of("tasks", List.of("4"), "millis", List.of("5000")));
    worker.tell(new WorkerCommand.PlanDelivered(1, JOB, new SleepJob().plan(spec)));
    coordinator.awaitAssert(
        () -> {
          assertThat(board.at(0)).isNotNull();
          return null;
        });
    board.begin(0, lease, 2, 0);
    assertThat(
            board.findExits(Map.of(Thread.currentThread(), TaskBoardTest.exitCalledBy("a.Kernel"))))
        .hasSize(1);

    worker.tell(new WorkerCommand.Drain());

    var failure = coordinator.expectMessageClass(CoordinatorCommand.ReportFailure.class);
    assertThat(failure.kind()).isEqualTo(CoordinatorCommand.ReportFailure.Kind.WORKER_ENDED);
    assertThat(failure.task()).isEqualTo(2);
    assertThat(failure.where()).contains("a.Kernel");
    assertThat(coordinator.expectMessageClass(CoordinatorCommand.ReturnTasks.class).kept())
        .containsExactly(new TaskRange(2, 3));
    assertThat(board.drained().toCompletableFuture()).isNotDone();
    worker.tell(new WorkerCommand.FailureNoted(1, JOB, 7, 2));
    assertThat(board.drained().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20));
    worker.tell(new WorkerCommand.SayHello(2));
    stream(1);
    welcome(2, 1);
    time.timePasses(RETRY);
    coordinator.expectMessageClass(CoordinatorCommand.ReportAlive.class);
    var again = coordinator.expectMessageClass(CoordinatorCommand.ReportFailure.class);
    assertThat(again.task()).as("told to the next coordinator as well").isEqualTo(2);
  }

  private List<Integer> tasksUnderWay() {
    return underWay.receiveMessage().tasks().stream().map(TaskUnderWay::task).toList();
  }

  @Test
  void givenACoordinatorThatWasReplaced_whenItSpeaks_thenItIsIgnored() {
    TestProbe<PartialElement> first = stream(0);
    welcome(2, 0);
    assertThat(coordinator.expectMessageClass(RequestLease.class).number()).isZero();

    worker.tell(new WorkerCommand.RunLease(1, JOB, 7, 0, 0, 0, 4, 0));
    worker.tell(new WorkerCommand.SayHello(1));
    worker.tell(new WorkerCommand.EndJob(1, JOB));

    coordinator.expectNoMessage(Duration.ofMillis(100));
    first.expectNoMessage(Duration.ofMillis(1));
  }

  @Test
  void givenALeaseUnderWay_whenItsRestIsAskedBack_thenOnlyWhatRunsIsKeptAndUnknownLeasesAreEmpty() {
    TestProbe<PartialElement> stream = stream(0);
    welcome(1, 0);
    coordinator.expectMessageClass(RequestLease.class);
    worker.tell(new WorkerCommand.RunLease(1, JOB, 7, 0, 0, 0, 4, 0));
    coordinator.expectMessageClass(CoordinatorCommand.RequestPlan.class);
    var spec = new JobSpec("sleep", Map.of("tasks", List.of("4"), "millis", List.of("50")));
    worker.tell(new WorkerCommand.PlanDelivered(1, JOB, new SleepJob().plan(spec)));

    worker.tell(new WorkerCommand.HandBack(1, JOB, 7));
    worker.tell(new WorkerCommand.HandBack(1, JOB, 6));

    var answers =
        List.of(
            coordinator.expectMessageClass(CoordinatorCommand.ReturnTasks.class),
            coordinator.expectMessageClass(CoordinatorCommand.ReturnTasks.class));
    assertThat(answers)
        .containsExactlyInAnyOrder(
            new CoordinatorCommand.ReturnTasks(JOB, "w", 7, List.of(new TaskRange(0, 1))),
            new CoordinatorCommand.ReturnTasks(JOB, "w", 6, List.of()));
    time.timePasses(Duration.ofMillis(50));
    assertThat(((PartialElement.PartialOffer) stream.receiveMessage()).run().first()).isZero();
    assertThat(coordinator.expectMessageClass(RequestLease.class).number()).isEqualTo(1);
  }

  @Test
  void givenALeaseThatIsDoneElsewhere_whenAbandoned_thenItStopsAndTheSlotAsksForAnother() {
    stream(0);
    welcome(1, 0);
    coordinator.expectMessageClass(RequestLease.class);
    worker.tell(new WorkerCommand.RunLease(1, JOB, 7, 0, 0, 0, 4, 0));
    coordinator.expectMessageClass(CoordinatorCommand.RequestPlan.class);
    var spec = new JobSpec("sleep", Map.of("tasks", List.of("4"), "seconds", List.of("1000")));
    worker.tell(new WorkerCommand.PlanDelivered(1, JOB, new SleepJob().plan(spec)));

    worker.tell(new WorkerCommand.AbandonLease(1, JOB, 7));

    assertThat(coordinator.expectMessageClass(RequestLease.class).number()).isEqualTo(1);
  }
}
