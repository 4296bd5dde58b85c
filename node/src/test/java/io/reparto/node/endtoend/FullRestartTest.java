package io.reparto.node.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.node.cli.remote.ApiClient;
import io.reparto.node.runtime.EmbeddedAnswer;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of which nothing is left but what is on disk. */
class FullRestartTest {
  private static final String[] NODES = {"--nodes=2", "--slots=1", "--memory=256m"};
  private static final JobSpec SMALL = pi("1e6");
  private static final JobSpec COUNTING = pi("1e9");
  // 6 s with two slots, far longer than from its first task to the kill.
  private static final JobSpec SLEEPING =
      new JobSpec("sleep", Map.of("tasks", List.of("300"), "millis", List.of("40")));

  @TempDir Path directory;

  private static JobSpec pi(String samples) {
    return new JobSpec("pi", Map.of("samples", List.of(samples), "seed", List.of("4")));
  }

  private static CompletableFuture<String> digest(JobSpec spec) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return EmbeddedAnswer.digest(spec);
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        });
  }

  private static JobId submit(ApiClient api, JobSpec spec) throws InterruptedException {
    return api.submit(spec, JobOptions.USUAL).job();
  }

  private static void kill(RunningCluster cluster) throws Exception {
    List<ProcessHandle> nodes =
        List.of(
            ProcessHandle.of(cluster.pid(1)).orElseThrow(),
            ProcessHandle.of(cluster.pid(2)).orElseThrow());
    nodes.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle node : nodes) {
      node.onExit().get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void givenARegistryOnDisk_whenAllNodesAreKilledAndStartedAgain_thenJobsAreThereAndGoOn()
      throws Exception {
    CompletableFuture<String> slept = digest(SLEEPING);
    CompletableFuture<String> counted = digest(COUNTING);
    try (var cluster =
        RunningCluster.up(
            directory.resolve("run"), Map.of("REPARTO_REGISTRY_DURABLE", "on"), NODES)) {
      ApiClient api = cluster.api(2);
      JobStatus small = cluster.run(2, SMALL);
      String result = cluster.get(2, "/api/jobs/" + small.job() + "/result").body();
      JobId sleeping = submit(api, SLEEPING);
      while (api.describe(sleeping).summary().ledger().committed() == 0) {
        RepartoProcess.pause();
        assertThat(api.describe(sleeping).state().isLast()).isFalse();
      }
      JobId counting = submit(api, COUNTING);

      kill(cluster);
      cluster.startNodes(NODES);

      assertThat(api.list(Optional.empty()))
          .extracting(JobStatus::job)
          .containsExactlyInAnyOrder(small.job(), sleeping, counting);
      assertThat(api.describe(small.job())).isEqualTo(small);
      assertThat(cluster.get(2, "/api/jobs/" + small.job() + "/result").body()).isEqualTo(result);
      assertEnds(api, sleeping, slept);
      assertEnds(api, counting, counted);
    }
  }

  private static void assertEnds(ApiClient api, JobId job, CompletableFuture<String> digest)
      throws Exception {
    JobStatus last = api.follow(job, status -> {});

    assertThat(last.state()).as(last.toString()).isEqualTo(JobStatus.State.SUCCEEDED);
    assertThat(last.digest()).isEqualTo(digest.get());
    assertThat(last.summary().ledger().committed()).isEqualTo(last.summary().ledger().planned());
  }
}
