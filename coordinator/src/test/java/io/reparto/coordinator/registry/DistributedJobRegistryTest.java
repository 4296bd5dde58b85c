package io.reparto.coordinator.registry;

import static io.reparto.coordinator.registry.RegistryCluster.await;
import static io.reparto.coordinator.registry.RegistryCluster.awaitUntil;
import static io.reparto.coordinator.registry.RegistryRecords.accepted;
import static io.reparto.coordinator.registry.RegistryRecords.assertSame;
import static io.reparto.coordinator.registry.RegistryRecords.ended;
import static io.reparto.coordinator.registry.RegistryRecords.id;
import static io.reparto.coordinator.registry.RegistryRecords.incompressible;
import static io.reparto.coordinator.registry.RegistryRecords.putAll;
import static io.reparto.coordinator.registry.RegistryRecords.takeOver;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.Done;
import akka.cluster.MemberStatus;
import io.reparto.coordinator.registry.JobRegistry.Takeover;
import io.reparto.coordinator.registry.RegistryCluster.Node;
import io.reparto.protocol.message.JobRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The registry on nodes that talk over sockets and die. */
class DistributedJobRegistryTest {
  private static final int SPEC_BYTES = 128 * 1024;

  @Test
  void givenNoCoordinatorBefore_whenTakingOver_thenATermBeginsAndThereAreNoJobs() throws Exception {
    try (var cluster = new RegistryCluster("")) {
      Node node = cluster.add();

      assertThatThrownBy(() -> await(node.registry().put(accepted(1, "1"))))
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("take over first");
      Takeover first = takeOver(node);
      Takeover second = takeOver(node);

      assertThat(first.term()).isPositive();
      assertThat(first.jobs()).isEmpty();
      assertThat(second.term()).isGreaterThan(first.term());
    }
  }

  @Test
  void givenJobsWritten_whenTheCoordinatorsNodeIsKilled_thenTheNextFindsThemInANewerTerm()
      throws Exception {
    try (var cluster = new RegistryCluster("")) {
      Node first = cluster.add();
      Node second = cluster.add();
      cluster.add();
      Takeover before = takeOver(first);
      List<JobRecord.Accepted> jobs =
          IntStream.range(0, 100).mapToObj(number -> accepted(number, "1e9")).toList();
      putAll(first, jobs);
      putAll(first, List.of(ended(7), ended(99)));

      cluster.killAndDown(first);
      Takeover after = takeOver(second);

      var expected = new ArrayList<JobRecord>(jobs);
      expected.set(7, ended(7));
      expected.set(99, ended(99));
      assertSame(after.jobs(), expected);
      assertThat(after.term()).isGreaterThan(before.term());
    }
  }

  @Test
  void givenTheOtherNodesDied_whenTakingOver_thenItEndsInTimeWithWhatThisNodeKnows()
      throws Exception {
    try (var cluster = new RegistryCluster("")) {
      Node first = cluster.add();
      Node second = cluster.add();
      Node third = cluster.add();
      Takeover before = takeOver(first);
      putAll(first, List.of(accepted(1, "1e9"), ended(2)));
      cluster.kill(first);
      cluster.kill(third);

      long begun = System.nanoTime();
      Takeover after = takeOver(second);
      Duration took = Duration.ofNanos(System.nanoTime() - begun);

      assertSame(after.jobs(), List.of(accepted(1, "1e9"), ended(2)));
      assertThat(after.term()).isGreaterThan(before.term());
      assertThat(took).isLessThan(RegistryCluster.TIMEOUT.multipliedBy(4));
      assertThatThrownBy(() -> await(second.registry().put(accepted(3, "1e9"))))
          .cause()
          .isInstanceOf(MajoritySilentException.class);
    }
  }

  @Test
  void givenManyLargeJobs_whenANodeJoinsLater_thenItsCopyGetsThemAll() throws Exception {
    try (var cluster = new RegistryCluster("")) {
      Node first = cluster.add();
      takeOver(first);
      List<JobRecord.Accepted> jobs =
          IntStream.range(0, 100)
              .mapToObj(number -> accepted(number, incompressible(SPEC_BYTES)))
              .toList();
      putAll(first, jobs);

      Node second = cluster.add();
      Registers copy = second.copy();
      for (int slot = 0; slot < jobs.size(); slot++) {
        String key = TermClaim.slotKey(slot);
        awaitUntil(second, () -> !await(copy.readLocal(key)).isEmpty());
      }
      awaitUntil(second, () -> second.slots() >= jobs.size());
      cluster.killAndDown(first);

      assertSame(takeOver(second).jobs(), jobs);
    }
  }

  @Test
  void givenTheLargestRecords_whenWritten_thenTheyReachTheOtherNodesAndLargerOnesAreRefused()
      throws Exception {
    try (var cluster = new RegistryCluster("reparto.registry.result-size = 96KiB")) {
      Node first = cluster.add();
      takeOver(first);
      byte[] result = new byte[96 * 1024];
      RegistryRecords.RANDOM.nextBytes(result);
      JobRecord.Ended early = ended(1, result, "\u20ac".repeat(5_000));
      JobRecord.Ended late = ended(2, result, "\u20ac".repeat(5_000));
      putAll(first, List.of(early));

      Node second = cluster.add(); // by gossip the first, by a write the second
      putAll(first, List.of(late));

      assertThatThrownBy(() -> await(first.registry().put(accepted(3, incompressible(256 * 1024)))))
          .cause()
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("job is too large for the registry: job=pi-3, sizeBytes=262");
      Registers copy = second.copy();
      awaitUntil(second, () -> !await(copy.readLocal(TermClaim.slotKey(0))).isEmpty());
      cluster.killAndDown(first);
      assertSame(takeOver(second).jobs(), List.of(early, late));
    }
  }

  @Test
  void givenJobsRemoved_whenOthersCome_thenTheyGetTheirSlotsAndTheNextFindsOnlyThose()
      throws Exception {
    try (var cluster = new RegistryCluster("")) {
      Node first = cluster.add();
      Node second = cluster.add();
      takeOver(first);
      for (int number = 0; number < 500; number++) {
        CompletionStage<Done> put = first.registry().put(accepted(number, "1e9"));
        if (number % 10 == 0) {
          await(put);
        }
        if (number >= 5) {
          first.registry().remove(id(number - 5));
        }
      }
      await(first.registry().put(accepted(499, "1e9")));

      Takeover after = takeOver(second);

      assertSame(
          after.jobs(),
          IntStream.range(495, 500).mapToObj(number -> accepted(number, "1e9")).toList());
      assertThat(second.slots()).isEqualTo(32);
    }
  }

  @Test
  void givenMoreEndedJobsThanKept_whenTakingOver_thenTheOldestAreForgottenAndLargeResultsNotKept()
      throws Exception {
    String settings = "reparto.registry { ended-jobs = 3, result-size = 10B }";
    try (var cluster = new RegistryCluster(settings)) {
      Node first = cluster.add();
      Node second = cluster.add("reparto.registry.ended-jobs = 2", "coordinator");
      takeOver(first);
      for (int number = 0; number < 10; number++) {
        putAll(first, List.of(accepted(number, "1"), ended(number, new byte[number + 4], "")));
      }

      assertSame(
          takeOver(first).jobs(),
          List.of(ended(7, new byte[0], ""), ended(8, new byte[0], ""), ended(9, new byte[0], "")));
      putAll(first, List.of(ended(10, new byte[10], "")));
      assertSame(
          takeOver(second).jobs(), List.of(ended(9, new byte[0], ""), ended(10, new byte[10], "")));
      assertThat(first.registry().mostResultBytes()).isEqualTo(10);
    }
  }

  @Test
  void givenANewerTerm_whenTheOlderCoordinatorWritesLate_thenTheNewerRecordStays()
      throws Exception {
    try (var cluster = new RegistryCluster("")) {
      Node old = cluster.add();
      Node next = cluster.add();
      cluster.add();
      takeOver(old);
      putAll(old, List.of(accepted(1, "1e9"), accepted(2, "1e9")));
      takeOver(next);
      putAll(next, List.of(ended(1)));
      awaitUntil(old, () -> await(old.copy().readLocal("head")).term() == takenTerm(next, "job-0"));

      CompletableFuture<Done> late = old.registry().put(accepted(1, "1e9")).toCompletableFuture();

      assertThatThrownBy(() -> await(late))
          .cause()
          .isInstanceOf(OutdatedTermException.class)
          .hasMessageContaining(
              "a newer coordinator has"); // taken over, if it has heard, or written
      assertSame(takeOver(next).jobs(), List.of(ended(1), accepted(2, "1e9")));
    }
  }

  @Test
  void givenACopyWithANewerRecord_whenWrittenLate_thenItIsRefusedBeforeTheTakeoverIsHeardOf()
      throws Exception {
    try (var cluster = new RegistryCluster("reparto.registry.replicator.gossip-interval = 1h")) {
      Node node = cluster.add();
      takeOver(node);
      putAll(node, List.of(accepted(1, "1e9")));
      long newer = takenTerm(node, "job-0") + 1;
      await(node.copy().writeLocal("job-0", new Cell(newer, codec(node).encode(ended(1))), newer));

      CompletableFuture<Done> late = node.registry().put(accepted(1, "2e9")).toCompletableFuture();

      assertThatThrownBy(() -> await(late))
          .cause()
          .isInstanceOf(OutdatedTermException.class)
          .hasMessageContaining("a newer coordinator has written to the registry: key=job-0");
      assertSame(takeOver(node).jobs(), List.of(ended(1)));
    }
  }

  @Test
  void givenATakeoverElsewhere_whenThisNodeHearsOfIt_thenItWritesNoMoreUntilItsNextTakeover()
      throws Exception {
    try (var cluster = new RegistryCluster("")) {
      Node first = cluster.add();
      Node second = cluster.add();
      takeOver(first);
      long newer = takeOver(second).term();

      awaitUntil(first, () -> refuses(first, accepted(1, "1e9")));

      assertThat(takeOver(first).term()).isGreaterThan(newer);
      putAll(first, List.of(accepted(2, "1e9")));
      assertThat(takeOver(first).jobs()).extracting(JobRecord::job).contains(id(2));
    }
  }

  private static boolean refuses(Node node, JobRecord job) throws Exception {
    Throwable failure = await(node.registry().put(job).handle((done, cause) -> cause));
    return failure instanceof OutdatedTermException
        || (failure != null && failure.getCause() instanceof OutdatedTermException);
  }

  private static long takenTerm(Node node, String key) throws Exception {
    return await(node.copy().readLocal(key)).term();
  }

  @Test
  void givenACopyThatHasNotHeardOfTheNewerTerm_whenWrittenLate_thenTheNewerRecordStays()
      throws Exception {
    // No gossip: a node knows what is written to it, and nothing else.
    try (var cluster = new RegistryCluster("reparto.registry.replicator.gossip-interval = 1h")) {
      Node old = cluster.add();
      Node next = cluster.add();
      Node other = cluster.add();
      takeOver(old);
      putAll(old, List.of(accepted(1, "1e9")));
      Registers copy = old.copy();
      Cell unaware = await(copy.readLocal("job-0"));
      long newer = unaware.term() + 1;
      byte[] content = codec(next).encode(ended(1));
      for (Node node : List.of(next, other)) {
        await(node.copy().writeLocal("job-0", new Cell(newer, content), newer));
      }

      await(old.registry().put(accepted(1, "2e9"))); // to most nodes, one of which knows better

      assertThat(await(copy.readLocal("job-0")).term()).isEqualTo(unaware.term());
      assertThat(takenTerm(next, "job-0")).isEqualTo(newer);
      assertSame(takeOver(other).jobs(), List.of(ended(1)));
    }
  }

  private static RecordCodec codec(Node node) {
    return new RecordCodec(
        akka.serialization.SerializationExtension.get(node.system().classicSystem()));
  }

  @Test
  void givenAJobInTwoSlots_whenTakingOver_thenTheNewerCountsAndTheOtherSlotIsFreed()
      throws Exception {
    try (var cluster = new RegistryCluster("")) {
      Node node = cluster.add();
      takeOver(node);
      putAll(node, List.of(accepted(0, "0"), accepted(1, "1"), accepted(2, "2")));
      long term = takenTerm(node, "head");
      Registers copy = node.copy();
      await(copy.writeLocal("job-5", new Cell(term + 3, codec(node).encode(ended(1))), term + 3));
      await(copy.writeLocal("job-6", new Cell(term, codec(node).encode(accepted(2, "x"))), term));
      await(copy.writeLocal("job-2", new Cell(term + 4, codec(node).encode(ended(2))), term + 4));
      await(copy.writeLocal("job-8", new Cell(term, new byte[] {1, 2}), term));

      Takeover found = takeOver(node);

      assertSame(found.jobs(), List.of(accepted(0, "0"), ended(1), ended(2)));
      assertThat(found.term()).as("above every term seen").isGreaterThan(term + 4);
      awaitUntil(node, () -> await(copy.readLocal("job-1")).isEmpty());
      awaitUntil(node, () -> await(copy.readLocal("job-6")).isEmpty());
      putAll(node, IntStream.range(10, 20).mapToObj(number -> accepted(number, "")).toList());
      assertThat(await(copy.readLocal("job-8")).content()).as("left alone").hasSize(2);
    }
  }

  @Test
  void givenWritesOfOneJob_whenNoneIsWaitedFor_thenTheyApplyInCallOrder() throws Exception {
    try (var cluster = new RegistryCluster("")) {
      Node first = cluster.add();
      Node second = cluster.add();
      takeOver(first);

      for (int round = 0; round < 50; round++) {
        first.registry().put(accepted(1, "" + round));
        first.registry().remove(id(1));
        first.registry().put(accepted(1, "again " + round));
        first.registry().put(accepted(2, "" + round));
      }
      await(first.registry().put(ended(2)));

      assertSame(takeOver(second).jobs(), List.of(accepted(1, "again 49"), ended(2)));
    }
  }

  @Test
  void givenNodesOfEveryKind_whenTakingOver_thenTheWorkersNamedAreThoseReachable()
      throws Exception {
    try (var cluster = new RegistryCluster("")) {
      Node coordinator = cluster.add("", "coordinator");
      Node worker = cluster.add("", "worker");
      Node both = cluster.add();
      Node dead = cluster.add("", "worker");
      cluster.kill(dead);
      awaitUntil(coordinator, () -> coordinator.cluster().state().getUnreachable().size() == 1);

      assertThat(takeOver(coordinator).workers())
          .containsExactlyInAnyOrder(worker.hostPort(), both.hostPort());

      coordinator.cluster().down(dead.address());
      worker.cluster().leave(worker.address());
      awaitUntil(worker, () -> worker.cluster().selfMember().status() != MemberStatus.up());
      awaitUntil(coordinator, () -> !takeOver(coordinator).workers().contains(worker.hostPort()));
      assertThat(takeOver(coordinator).workers()).containsExactly(both.hostPort());
    }
  }
}
