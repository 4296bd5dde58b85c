package io.reparto.node.worker;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.stream.javadsl.Sink;
import com.typesafe.config.ConfigFactory;
import io.reparto.node.jobs.sleep.SleepJob;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.CoordinatorCommand.RequestLease;
import io.reparto.protocol.message.CoordinatorCommand.WorkerHello;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.PartialElement;
import io.reparto.protocol.message.WorkerCommand;
import io.reparto.protocol.serialization.DataCodec;
import io.reparto.protocol.serialization.Parts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test is the coordinator. */
class WorkerTest {
  private static final JobId JOB = new JobId("job-a");
  private static final Duration RETRY = Duration.ofSeconds(1);

  private ActorTestKit testKit;
  private ManualTime time;
  private TestProbe<CoordinatorCommand> coordinator;
  private ActorRef<WorkerCommand> worker;

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
    coordinator = testKit.createTestProbe(CoordinatorCommand.class);
    var settings = new WorkerSettings(Duration.ofSeconds(1), Duration.ofMinutes(1), RETRY, 300);
    worker = testKit.spawn(Worker.create("w", 1, coordinator.ref(), settings, 0));
  }

  @AfterEach
  void stop() {
    testKit.shutdownTestKit();
  }

  private void runLease(long number) {
    assertThat(coordinator.expectMessageClass(RequestLease.class).number()).isEqualTo(number);
    worker.tell(new WorkerCommand.RunLease(1, JOB, number, 0, number, (int) number, 1, 0));
  }

  @Test
  void givenAFullOutbox_whenASlotIsFree_thenItAsksForALeaseOnlyWhenPartialsAreAnswered() {
    TestProbe<PartialElement> stream = testKit.createTestProbe(PartialElement.class);
    var hello = coordinator.expectMessageClass(WorkerHello.class);
    hello.partials().getSource().runWith(Sink.foreach(stream.ref()::tell), testKit.system());
    worker.tell(new WorkerCommand.Welcome(1, 0));
    runLease(0);
    coordinator.expectMessageClass(CoordinatorCommand.RequestPlan.class);
    var spec = new JobSpec("sleep", Map.of("tasks", List.of("9")));
    worker.tell(new WorkerCommand.PlanDelivered(JOB, new SleepJob().plan(spec)));
    runLease(1);
    runLease(2); // two offers fill it, but the request goes before the second is put in
    for (long offer = 0; offer < 3; offer++) {
      stream.receiveMessage();
    }

    time.timePasses(RETRY);
    worker.tell(new WorkerCommand.PartialCommitted(JOB, 0));
    coordinator.expectNoMessage(Duration.ofMillis(50));

    worker.tell(new WorkerCommand.PartialRefused(JOB, 1));
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
  void givenALeaseUnderWay_whenDrained_thenTheRestIsHandedBackAndItStopsWhenAllIsAnswered() {
    TestProbe<PartialElement> stream = testKit.createTestProbe(PartialElement.class);
    var hello = coordinator.expectMessageClass(WorkerHello.class);
    hello.partials().getSource().runWith(Sink.foreach(stream.ref()::tell), testKit.system());
    worker.tell(new WorkerCommand.Welcome(1, 0));
    coordinator.expectMessageClass(RequestLease.class);
    worker.tell(new WorkerCommand.RunLease(1, JOB, 7, 0, 0, 0, 4, 0));
    coordinator.expectMessageClass(CoordinatorCommand.RequestPlan.class);
    var spec = new JobSpec("sleep", Map.of("tasks", List.of("4"), "millis", List.of("50")));
    worker.tell(new WorkerCommand.PlanDelivered(JOB, new SleepJob().plan(spec)));

    worker.tell(new WorkerCommand.Drain());
    time.timePasses(Duration.ofMillis(50));

    var rest = coordinator.expectMessageClass(CoordinatorCommand.ReturnTasks.class);
    assertThat(rest).isEqualTo(new CoordinatorCommand.ReturnTasks(JOB, "w", 7, 1));
    stream.receiveMessage();
    worker.tell(new WorkerCommand.PartialCommitted(JOB, 0));
    coordinator.expectTerminated(worker);
  }

  @Test
  void givenAnIdleWorker_whenDrained_thenItStops() {
    coordinator.expectMessageClass(WorkerHello.class);
    worker.tell(new WorkerCommand.Welcome(1, 0));
    coordinator.expectMessageClass(RequestLease.class);

    worker.tell(new WorkerCommand.Drain());

    coordinator.expectTerminated(worker);
  }

  @Test
  void givenAPlanInParts_whenTheyCome_thenTheLeaseRuns() {
    TestProbe<PartialElement> stream = testKit.createTestProbe(PartialElement.class);
    var hello = coordinator.expectMessageClass(WorkerHello.class);
    hello.partials().getSource().runWith(Sink.foreach(stream.ref()::tell), testKit.system());
    worker.tell(new WorkerCommand.Welcome(1, 0));
    coordinator.expectMessageClass(RequestLease.class);
    worker.tell(new WorkerCommand.RunLease(1, JOB, 0, 0, 0, 0, 1, 0));
    var spec = new JobSpec("sleep", Map.of("tasks", List.of("1")));
    List<byte[]> parts =
        Parts.cut(new SleepJob().plan(spec), DataCodec.of(testKit.system().classicSystem()), 5);

    assertThat(parts).hasSizeGreaterThan(1);
    for (int part = 0; part < parts.size(); part++) {
      assertThat(coordinator.expectMessageClass(CoordinatorCommand.RequestPlan.class).part())
          .isEqualTo(part);
      worker.tell(new WorkerCommand.PlanPart(JOB, part, parts.size(), parts.get(part)));
    }

    assertThat(((PartialElement.PartialOffer) stream.receiveMessage()).run().first()).isZero();
  }
}
