package io.reparto.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.UnhandledMessage;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import io.reparto.coordinator.registry.NoRegistry;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.DeathCertificate;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.WorkerCommand;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers that can't read a job's input, among others that can; the test is the workers. */
class BlindWorkersTest {
  private static final JobId JOB = new JobId("job-a");
  private static final String CAUSE = "path=/data/x.csv: no such file";

  private ActorTestKit testKit;
  private ActorRef<CoordinatorCommand> coordinator;
  private TestProbe<JobEvent> client;
  private TestProbe<UnhandledMessage> unhandled;

  @BeforeEach
  void start() {
    var config =
        ConfigFactory.parseString(
                "akka.actor.testkit.typed.single-expect-default = 20s\n"
                    + "reparto.coordinator.progress-interval = 1 minute")
            .withFallback(ConfigFactory.load());
    testKit = ActorTestKit.create("blind-workers", config);
    unhandled = testKit.createUnhandledMessageProbe();
    coordinator =
        testKit.spawn(
            Coordinator.create(
                Jobs.of(new BracketJob()),
                CoordinatorSettings.from(config),
                new NoRegistry(1),
                0,
                Measures.NONE));
    client = testKit.createTestProbe(JobEvent.class);
  }

  @AfterEach
  void stop() {
    unhandled.expectNoMessage(Duration.ofMillis(20));
    testKit.shutdownTestKit();
  }

  private FakeWorker worker(String name) {
    return new FakeWorker(name, testKit, coordinator).joined();
  }

  private void submitPlanned(int tasks) {
    coordinator.tell(
        new CoordinatorCommand.SubmitJob(
            JOB, BracketJob.spec(tasks), JobOptions.USUAL, client.ref()));
    client.expectMessageClass(JobEvent.Planned.class);
  }

  /** Runs every lease that the worker gets, from the request of that number on. */
  private void runAll(FakeWorker worker, int tasks, int firstNumber) {
    int done = 0;
    for (int number = firstNumber; done < tasks; number++) {
      WorkerCommand.RunLease lease = worker.lease(0, number);
      assertThat(lease.attempt()).isZero();
      worker.run(lease, "");
      done += lease.count();
    }
  }

  private JobEvent.Failed failed() {
    var failed = client.expectMessageClass(JobEvent.Failed.class);
    assertThat(failed.blame()).isEqualTo(JobEvent.Blame.CALLER);
    return failed;
  }

  @Test
  void givenAWorkerThatCannotReadTheInput_whenItSaysSo_thenOthersRunEveryTaskAndARemarkTells() {
    FakeWorker blind = worker("node-2");
    FakeWorker other = worker("node-1");
    submitPlanned(9);
    WorkerCommand.RunLease lease = blind.lease(0, 0);
    assertThat(lease.count()).isGreaterThan(1);

    blind.isBlind(lease, CAUSE);
    blind.isBlind(lease, CAUSE); // repeated: the answer may have been lost
    blind.request(0, 1);
    runAll(other, 9, 0);

    var succeeded = client.expectMessageClass(JobEvent.Succeeded.class);
    assertThat(succeeded.summary().ledger().attempts()).as("none was used up").isEqualTo(9);
    assertThat(succeeded.summary().certificates()).isEmpty();
    assertThat(succeeded.summary().remarks())
        .containsExactly("input can't be read on node-2: " + CAUSE + "; its tasks ran elsewhere");
  }

  @Test
  void givenNoWorkerThatCanReadTheInput_whenTheLastSaysSo_thenTheJobFailsAndNamesThem() {
    FakeWorker one = worker("node-1");
    FakeWorker two = worker("node-2");
    submitPlanned(9);
    one.isBlind(one.lease(0, 0), CAUSE);
    two.isBlind(two.lease(0, 0), CAUSE);

    JobEvent.Failed failed = failed();
    assertThat(failed.reason())
        .isEqualTo("no worker can read the input: " + CAUSE + ", workers=node-1, node-2");
    assertThat(failed.summary().remarks())
        .containsExactly(
            "input can't be read on node-1: " + CAUSE, "input can't be read on node-2: " + CAUSE);
  }

  @Test
  void givenWorkersThatMissDifferentFiles_whenTheLastSaysSo_thenEachPathIsNamedWithItsWorkers() {
    FakeWorker one = worker("node-1");
    FakeWorker two = worker("node-2");
    submitPlanned(9);
    one.isBlind(one.lease(0, 0), "path=b: no such file");
    two.isBlind(two.lease(0, 0), "path=a: no permission to read it");

    assertThat(failed().reason())
        .isEqualTo(
            "no worker can read the input: path=a: no permission to read it, workers=node-2;"
                + " path=b: no such file, workers=node-1");
  }

  @Test
  void givenABlindWorker_whenATaskFailsOnTheOnlyOther_thenItIsNotKeptForTheBlindOne() {
    FakeWorker blind = worker("node-2");
    FakeWorker other = worker("node-1");
    submitPlanned(1);
    blind.isBlind(blind.lease(0, 0), CAUSE);
    other.reports(other.lease(0, 0), false, "boom");

    WorkerCommand.RunLease again = other.lease(0, 1);
    assertThat(again.attempt()).isEqualTo(1);
    other.run(again, "");

    var succeeded = client.expectMessageClass(JobEvent.Succeeded.class);
    assertThat(succeeded.summary().ledger().attempts()).isEqualTo(2);
  }

  @Test
  void givenABlindWorker_whenTheOnlyOtherIsLost_thenTheJobFails() {
    FakeWorker blind = worker("node-2");
    FakeWorker other = worker("node-1");
    submitPlanned(9);
    blind.isBlind(blind.lease(0, 0), CAUSE);
    other.lease(0, 0);

    other.stop();

    assertThat(failed().reason())
        .isEqualTo("no worker can read the input: " + CAUSE + ", workers=node-2");
  }

  @Test
  void givenABlindWorker_whenAnotherJoinsOrItComesBack_thenThatGetsItsChance() {
    FakeWorker blind = worker("node-2");
    worker("node-1"); // never asks
    submitPlanned(9);
    blind.isBlind(blind.lease(0, 0), CAUSE);

    FakeWorker late = worker("node-3");
    WorkerCommand.RunLease first = late.lease(0, 0);
    late.run(first, "");
    blind.stop();
    FakeWorker back = worker("node-2");
    runAll(back, 9 - first.count(), 0);

    assertThat(client.expectMessageClass(JobEvent.Succeeded.class).summary().remarks())
        .containsExactly("input can't be read on node-2: " + CAUSE + "; its tasks ran elsewhere");
  }

  @Test
  void givenABlindWorkersOtherLease_whenItsTasksAreDone_thenTheyCount() {
    FakeWorker blind = worker("node-2");
    worker("node-1");
    submitPlanned(2);
    WorkerCommand.RunLease one = blind.lease(0, 0);
    WorkerCommand.RunLease two = blind.lease(1, 0);
    blind.isBlind(two, CAUSE);

    blind.run(one, "");
    FakeWorker late = worker("node-3");
    late.run(late.lease(0, 0), "");

    var succeeded = client.expectMessageClass(JobEvent.Succeeded.class);
    assertThat(succeeded.summary().ledger().refused()).isZero();
    assertThat(succeeded.summary().certificates()).extracting(DeathCertificate::task).isEmpty();
  }
}
