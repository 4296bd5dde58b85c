package io.reparto.coordinator;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.stream.OverflowStrategy;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.SourceQueueWithComplete;
import akka.stream.javadsl.StreamRefs;
import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.CoordinatorCommand.ReportFailure.Kind;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.PartialElement;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import io.reparto.protocol.message.TaskUnderWay;
import io.reparto.protocol.message.WorkerCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A worker in a test's hands: a probe and a stream. */
public final class FakeWorker {
  final TestProbe<WorkerCommand> probe;
  private final String name;
  private final ActorTestKit testKit;
  private final ActorRef<CoordinatorCommand> coordinator;
  private SourceQueueWithComplete<PartialElement> queue;
  private int stream = -1;
  // Heard while waiting for something else.
  private final List<WorkerCommand> passedOver = new ArrayList<>();
  private long offers;
  private CoordinatorCommand.WorkerHello hello;

  public FakeWorker(String name, ActorTestKit testKit, ActorRef<CoordinatorCommand> coordinator) {
    this.name = name;
    this.testKit = testKit;
    this.coordinator = coordinator;
    this.probe = testKit.createTestProbe(name, WorkerCommand.class);
  }

  /** Opens the next stream, says hello and hears the welcome. */
  public FakeWorker joined() {
    stream++;
    var source =
        Source.<PartialElement>queue(16, OverflowStrategy.backpressure())
            .toMat(StreamRefs.sourceRef(), akka.stream.javadsl.Keep.both())
            .run(testKit.system());
    queue = source.first();
    hello = new CoordinatorCommand.WorkerHello(name, 1, stream, source.second(), probe.ref());
    sayHello();
    return this;
  }

  void sayHello() {
    coordinator.tell(hello);
    probe.expectMessage(new WorkerCommand.Welcome(1, stream));
  }

  void request(int slot, long number) {
    coordinator.tell(new CoordinatorCommand.RequestLease(name, slot, number, probe.ref()));
  }

  public WorkerCommand.RunLease lease(int slot, long number) {
    request(slot, number);
    return nextLease();
  }

  /** The next lease, whatever is heard before. */
  WorkerCommand.RunLease nextLease() {
    return (WorkerCommand.RunLease) heardOnce(message -> message instanceof WorkerCommand.RunLease);
  }

  /** Hears this sooner or later: streams, jobs and the coordinator answer in no common order. */
  void hears(WorkerCommand expected) {
    if (!passedOver.remove(expected)) {
      heardOnce(expected::equals);
    }
  }

  private WorkerCommand heardOnce(Predicate<WorkerCommand> expected) {
    List<WorkerCommand> heard =
        probe.fishForMessage(
            Duration.ofSeconds(20),
            message -> {
              if (expected.test(message)) {
                return FishingOutcomes.complete();
              }
              passedOver.add(message);
              return FishingOutcomes.continueAndIgnore();
            });
    return heard.get(0);
  }

  PartialOffer leaf(WorkerCommand.RunLease lease, int task, String fault) {
    return new PartialOffer(
        lease.job(),
        offers++,
        lease.lease(),
        TaskRun.leaf(task),
        new Work(1, 0),
        new BracketJob.Brackets(task + ".", fault));
  }

  void put(PartialOffer offer) {
    queue.offer(offer).toCompletableFuture().join();
  }

  void commit(PartialOffer offer) {
    put(offer);
    hears(new WorkerCommand.PartialCommitted(1, offer.job(), offer.offer()));
  }

  void refused(PartialOffer offer) {
    put(offer);
    hears(new WorkerCommand.PartialRefused(1, offer.job(), offer.offer()));
  }

  CoordinatorCommand.CheckPartial check(PartialOffer offer) {
    return new CoordinatorCommand.CheckPartial(
        offer.job(), offer.offer(), offer.run(), probe.ref());
  }

  /** Runs every task of a lease, a partial each. */
  public void run(WorkerCommand.RunLease lease, String fault) {
    for (int task = lease.first(); task < lease.first() + lease.count(); task++) {
      commit(leaf(lease, task, fault));
    }
  }

  CoordinatorCommand.ReportFailure failure(
      WorkerCommand.RunLease lease, boolean callersMistake, String cause) {
    return failure(lease, callersMistake ? Kind.CALLER : Kind.ATTEMPT, cause);
  }

  private CoordinatorCommand.ReportFailure failure(
      WorkerCommand.RunLease lease, Kind kind, String cause) {
    return new CoordinatorCommand.ReportFailure(
        lease.job(),
        name,
        lease.lease(),
        lease.first(),
        lease.attempt(),
        kind,
        cause,
        "at Job.run",
        Duration.ofMillis(1),
        probe.ref());
  }

  /** Tells which task of a lease runs. */
  void runs(WorkerCommand.RunLease lease, int task) {
    var underWay = new TaskUnderWay(lease.job(), lease.lease(), task, Duration.ofSeconds(7));
    coordinator.tell(
        new CoordinatorCommand.ReportUnderWay(name, false, List.of(underWay), probe.ref()));
  }

  public void reports(WorkerCommand.RunLease lease, boolean callersMistake, String cause) {
    coordinator.tell(failure(lease, callersMistake, cause));
    hears(new WorkerCommand.FailureNoted(1, lease.job(), lease.lease(), lease.first()));
  }

  /** Reports that it can't read the input of a lease's first task. */
  void isBlind(WorkerCommand.RunLease lease, String cause) {
    coordinator.tell(failure(lease, Kind.INPUT_UNAVAILABLE, cause));
    hears(new WorkerCommand.FailureNoted(1, lease.job(), lease.lease(), lease.first()));
  }

  /** Reports that a lease's first task makes it end, and hands back the others. */
  void exits(WorkerCommand.RunLease lease) {
    coordinator.tell(failure(lease, Kind.WORKER_ENDED, "exit"));
    var kept = List.of(new TaskRange(lease.first(), lease.first() + 1));
    coordinator.tell(new CoordinatorCommand.ReturnTasks(lease.job(), name, lease.lease(), kept));
  }

  public void endOf(JobId job) {
    hears(new WorkerCommand.EndJob(1, job));
  }

  void stop() {
    probe.stop();
  }
}
