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

import io.reparto.coordinator.registry.JobRegistry.Takeover;
import io.reparto.coordinator.registry.RegistryCluster.Node;
import io.reparto.protocol.message.JobRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry with a copy on disk, on nodes that die and come back. */
class DurableJobRegistryTest {
  @TempDir Path directory;

  private String onDisk(int node, String reunion) {
    return "reparto.registry { durable = on, reunion = %s, directory = \"%s\" }"
        .formatted(reunion, directory.resolve("node-" + node));
  }

  private Node addOnDisk(RegistryCluster cluster, int node) {
    return cluster.add(onDisk(node, "10m"), "coordinator");
  }

  @Test
  void givenARegistryOnDisk_whenEveryNodeIsKilledAndStartedAnew_thenAllJobsAndTheTermAreThere()
      throws Exception {
    var jobs = new ArrayList<JobRecord>();
    for (int number = 0; number < 60; number++) {
      jobs.add(number % 3 == 0 ? ended(number) : accepted(number, incompressible(1_000 * number)));
    }
    long term;
    try (var cluster = new RegistryCluster("")) {
      Node first = addOnDisk(cluster, 1);
      addOnDisk(cluster, 2);
      Node last = addOnDisk(cluster, 3);
      takeOver(first);
      putAll(first, jobs);
      putAll(first, List.of(accepted(100, "removed")));
      first.registry().remove(id(100));
      long begun = takeOver(first).term();
      // A copy that has heard of no term knows of nobody to wait for (docs/adr/0008, limits).
      awaitUntil(last, () -> await(last.copy().readLocal(TermClaim.HEAD)).term() == begun);
      term = begun;
    }

    try (var cluster = new RegistryCluster("")) {
      Node third = addOnDisk(cluster, 3);
      CompletionStage<Takeover> waiting = third.registry().takeOver();
      Node second = addOnDisk(cluster, 2);
      addOnDisk(cluster, 1);

      Takeover after = await(waiting);
      assertSame(after.jobs(), jobs);
      assertThat(after.term()).isEqualTo(term + 1);

      putAll(third, List.of(ended(1)));
      jobs.set(1, ended(1));
      cluster.killAndDown(third);
      assertSame(takeOver(second).jobs(), jobs);
    }
  }

  @Test
  void givenACopyOnDiskThatMissedTheLastJobs_whenItsNodeStartsFirst_thenItWaitsForTheOthers()
      throws Exception {
    try (var cluster = new RegistryCluster("")) {
      Node first = addOnDisk(cluster, 1);
      Node stale = addOnDisk(cluster, 2);
      addOnDisk(cluster, 3);
      takeOver(first);
      putAll(first, List.of(accepted(1, "1e9")));
      awaitUntil(stale, () -> !await(stale.copy().readLocal("job-0")).isEmpty());
      cluster.kill(stale);
      putAll(first, List.of(ended(1), accepted(2, "1e9")));
    }

    try (var cluster = new RegistryCluster("")) {
      Node stale = addOnDisk(cluster, 2);
      CompletionStage<Takeover> waiting = stale.registry().takeOver();
      addOnDisk(cluster, 3);
      assertThat(waiting.toCompletableFuture()).isNotDone();
      addOnDisk(cluster, 1);

      assertSame(await(waiting).jobs(), List.of(ended(1), accepted(2, "1e9")));
    }
  }

  @Test
  void givenARegistryOnDisk_whenTheOtherNodeDies_thenATakeoverDoesNotWaitForIt() throws Exception {
    try (var cluster = new RegistryCluster("")) {
      Node first = addOnDisk(cluster, 1);
      Node second = addOnDisk(cluster, 2);
      takeOver(first);
      putAll(first, List.of(accepted(1, "1e9")));

      cluster.killAndDown(first);

      assertSame(takeOver(second).jobs(), List.of(accepted(1, "1e9")));
    }
  }

  @Test
  void givenNodesThatDoNotComeBack_whenStartedAnew_thenTheWaitEnds() throws Exception {
    try (var cluster = new RegistryCluster("")) {
      Node first = addOnDisk(cluster, 1);
      addOnDisk(cluster, 2);
      takeOver(first);
      putAll(first, List.of(accepted(1, "1e9")));
    }

    try (var cluster = new RegistryCluster("")) {
      Node first = cluster.add(onDisk(1, "1s"), "coordinator");

      assertSame(takeOver(first).jobs(), List.of(accepted(1, "1e9")));
    }
  }

  @Test
  void givenADirectoryThatCannotBeUsed_whenStarted_thenTheNodeIsRefusedAndToldWhy()
      throws Exception {
    Files.writeString(directory.resolve("node-1"), "a file");
    try (var cluster = new RegistryCluster("")) {
      addOnDisk(cluster, 2);

      assertThatThrownBy(() -> addOnDisk(cluster, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "reparto.registry.directory can't be used: value=" + directory.resolve("node-1"));
      assertThatThrownBy(() -> addOnDisk(cluster, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another node uses the registry's directory");
    }
  }
}
