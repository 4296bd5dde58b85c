package io.reparto.node.worker;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import io.reparto.node.jobs.sleep.SleepJob;
import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.InputRoots;
import io.reparto.protocol.job.InputUnavailableException;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.Operator;
import io.reparto.protocol.job.Partition;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Slice;
import io.reparto.protocol.job.Step;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.CoordinatorCommand.ReportFailure.Kind;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.WorkerCommand.RunLease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlotTest {
  private static final RunLease LEASE = new RunLease(1, new JobId("job-a"), 0, 0, 0, 0, 6, 0);

  private final ActorTestKit testKit = ActorTestKit.create();

  @AfterEach
  void stop() {
    testKit.shutdownTestKit();
  }

  private record Merging(int count) implements PartialAggregate {
    @Override
    public PartialAggregate merge(PartialAggregate right) {
      if (count == 2) {
        throw new AssertionError("two and two do not merge");
      }
      return new Merging(count + ((Merging) right).count);
    }

    @Override
    public long sizeBytes() {
      return 4;
    }
  }

  private record Range(int task, String describe) implements Partition {}

  private record MergingPlan(int taskCount, int missing) implements Plan {
    @Override
    public Partition partition(int task) {
      return new Range(task, "range " + task);
    }

    @Override
    public Work total() {
      return Work.NONE;
    }

    @Override
    public String unit() {
      return "tasks";
    }

    @Override
    public Kernel openKernel() {
      return new OneStepKernel(missing);
    }

    @Override
    public PartialAggregate identity() {
      return new Merging(0);
    }

    @Override
    public String preview(List<PartialAggregate> partials) {
      return "";
    }

    @Override
    public JobResult finish(PartialAggregate root) {
      throw new AssertionError("the coordinator's part");
    }

    @Override
    public List<Operator> operators() {
      return List.of();
    }
  }

  private static final class OneStepKernel implements Kernel {
    private final int missing;

    OneStepKernel(int missing) {
      this.missing = missing;
    }

    @Override
    public void begin(Partition partition) {
      if (partition.task() == missing) {
        throw new InputUnavailableException("x.csv", "no such file");
      }
    }

    @Override
    public Step run(Slice slice) {
      return new Step.Done();
    }

    @Override
    public PartialAggregate finish() {
      return new Merging(1);
    }

    @Override
    public Work work() {
      return new Work(1, 0);
    }

    @Override
    public void close() {
      throw new AssertionError("a kernel that can't be closed either");
    }
  }

  @Test
  void givenAMergeThatThrows_whenALeaseRuns_thenEveryTaskItConsumedIsReported() {
    TestProbe<Worker.Message> worker = testKit.createTestProbe(Worker.Message.class);
    var settings =
        new WorkerSettings(
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            1 << 20,
            0,
            false,
            InputRoots.ANYWHERE);
    var slot =
        testKit.spawn(Slot.create(0, worker.ref(), settings, new TaskBoard(1), System::nanoTime));

    slot.tell(new Slot.Run(LEASE, new MergingPlan(8, -1), 0));

    worker.expectMessage(Duration.ofSeconds(20), new Worker.TaskBegun(0)); // the job's first
    for (int task : new int[] {0, 1, 2, 3}) {
      assertThat(worker.expectMessageClass(Worker.TaskFailed.class, Duration.ofSeconds(20)).task())
          .isEqualTo(task);
    }
    worker.expectMessage(new Worker.TaskBegun(0)); // with another kernel
    var finished = worker.expectMessageClass(Worker.LeaseFinished.class, Duration.ofSeconds(20));
    assertThat(finished.subtrees())
        .extracting(subtree -> subtree.run())
        .containsExactly(new TaskRun(1, 2));
  }

  @Test
  void givenAnInputThatIsMissing_whenALeaseRuns_thenItEndsThereAndWhatWasDoneIsKept() {
    TestProbe<Worker.Message> worker = testKit.createTestProbe(Worker.Message.class);
    var settings =
        new WorkerSettings(
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            1 << 20,
            0,
            false,
            InputRoots.ANYWHERE);
    var slot =
        testKit.spawn(Slot.create(0, worker.ref(), settings, new TaskBoard(1), System::nanoTime));

    slot.tell(new Slot.Run(LEASE, new MergingPlan(8, 2), 0));

    worker.expectMessage(Duration.ofSeconds(20), new Worker.TaskBegun(0));
    var failed = worker.expectMessageClass(Worker.TaskFailed.class, Duration.ofSeconds(20));
    assertThat(failed.task()).isEqualTo(2);
    assertThat(failed.kind()).isEqualTo(Kind.INPUT_UNAVAILABLE);
    assertThat(failed.cause()).isEqualTo("path=x.csv: no such file");
    var finished = worker.expectMessageClass(Worker.LeaseFinished.class, Duration.ofSeconds(20));
    assertThat(finished.subtrees())
        .extracting(subtree -> subtree.run())
        .containsExactly(new TaskRun(1, 0));
  }

  @Test
  void givenAFullOutbox_whenALeaseRuns_thenItsSubtreesWaitForItsEndAndMerge() {
    TestProbe<Worker.Message> worker = testKit.createTestProbe(Worker.Message.class);
    var settings =
        new WorkerSettings(
            Duration.ofMillis(10),
            Duration.ofMillis(10),
            Duration.ofMillis(10),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            1 << 20,
            0,
            false,
            InputRoots.ANYWHERE);
    var slot =
        testKit.spawn(Slot.create(0, worker.ref(), settings, new TaskBoard(1), System::nanoTime));
    Plan plan =
        new SleepJob()
            .plan(new JobSpec("sleep", Map.of("tasks", List.of("4"), "millis", List.of("30"))));

    slot.tell(new Slot.MayFlush(false));
    slot.tell(new Slot.Run(new RunLease(1, LEASE.job(), 0, 0, 0, 0, 4, 0), plan, 0));
    List<Worker.Message> whileFull = untilFinished(worker);
    slot.tell(new Slot.MayFlush(true));
    slot.tell(new Slot.Run(new RunLease(1, LEASE.job(), 1, 0, 1, 0, 4, 0), plan, 0));
    List<Worker.Message> withRoom = untilFinished(worker);

    assertThat(whileFull).doesNotHaveAnyElementsOfTypes(Worker.SubtreesFinished.class);
    assertThat(((Worker.LeaseFinished) whileFull.get(whileFull.size() - 1)).subtrees())
        .extracting(subtree -> subtree.run())
        .containsExactly(new TaskRun(2, 0));
    assertThat(withRoom).hasAtLeastOneElementOfType(Worker.SubtreesFinished.class);
  }

  private static List<Worker.Message> untilFinished(TestProbe<Worker.Message> worker) {
    var heard = new ArrayList<Worker.Message>();
    do {
      heard.add(worker.receiveMessage(Duration.ofSeconds(20)));
    } while (!(heard.get(heard.size() - 1) instanceof Worker.LeaseFinished));
    return heard;
  }
}
