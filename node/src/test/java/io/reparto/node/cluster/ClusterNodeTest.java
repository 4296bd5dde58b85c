package io.reparto.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import com.typesafe.config.ConfigFactory;
import io.reparto.node.runtime.EmbeddedAnswer;
import io.reparto.protocol.api.ApiJson;
import io.reparto.protocol.api.ClusterJson;
import io.reparto.protocol.api.ClusterJson.NodeJson;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobReply;
import io.reparto.protocol.message.JobStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that talk over sockets: the same answers as one JVM, joining, draining, sharing. */
class ClusterNodeTest {
  private static final JobSpec PI =
      new JobSpec("pi", Map.of("samples", List.of("300_000_000"), "seed", List.of("7")));

  private static final int LONG_MILLIS = 1_000_000;

  @TempDir Path directory;

  private static JobSpec sleep(int tasks, int millis) {
    return new JobSpec(
        "sleep", Map.of("tasks", List.of("" + tasks), "millis", List.of("" + millis)));
  }

  private JobSpec groupBy() throws Exception {
    Path input = directory.resolve("rows.csv");
    var text = new StringBuilder("k,x\n");
    for (int row = 0; row < 60_000; row++) {
      text.append("key-").append(row % 20_011).append(',').append(row * 0.37).append('\n');
    }
    Files.writeString(input, text);
    return new JobSpec(
        "groupby",
        Map.of(
            "input", List.of(input.toString()),
            "by", List.of("k"),
            "agg", List.of("count", "sum:x", "mean:x", "std:x", "min:x", "max:x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"128KiB", "701B"})
  void givenTwoNodes_whenJobsRun_thenTheAnswersAreThoseOfOneJvm(String frameSize) throws Exception {
    List<JobSpec> specs = List.of(PI, groupBy(), sleep(500, 0));
    try (var cluster = new TestCluster("reparto.partials.frame-size = " + frameSize)) {
      cluster.add("coordinator, worker", 1);
      cluster.add("worker", 2);
      cluster.awaitWorkers(2);

      for (JobSpec spec : specs) {
        JobId job = cluster.enqueue(spec, 1);
        JobStatus status = cluster.awaitSuccess(job);

        assertThat(status.digest()).as(spec.job()).isEqualTo(EmbeddedAnswer.digest(spec));
        assertThat(status.summary().ledger().committed())
            .isEqualTo(status.summary().ledger().planned());
        assertThat(cluster.result(job).digest()).isEqualTo(status.digest());
      }
    }
  }

  @Test
  void givenAeron_whenAJobRuns_thenTheAnswerIsTheSame() throws Exception {
    JobSpec spec = groupBy();
    try (var cluster = new TestCluster("reparto.node.transport = aeron-udp")) {
      cluster.add("coordinator, worker", 1);
      cluster.add("worker", 1);
      cluster.awaitWorkers(2);

      JobId job = cluster.enqueue(spec, 1);

      assertThat(cluster.awaitSuccess(job).digest()).isEqualTo(EmbeddedAnswer.digest(spec));
    }
  }

  @Test
  void givenANode_whenItIsReady_thenItsApiRunsJobsAndItsMetricsCountThem() throws Exception {
    try (var cluster = new TestCluster("")) {
      ClusterNode node = cluster.add("coordinator, worker", 1);
      cluster.awaitWorkers(1);
      URI api = TestCluster.await(node.api());
      JobId job = cluster.enqueue(sleep(4, 0), 1);
      JobStatus status = cluster.awaitSuccess(job);

      assertThat(get(api, "/ready")).contains("ready");
      assertThat(get(api, "/api/jobs/" + job)).contains(status.digest());
      assertThat(get(api, "/metrics"))
          .contains("reparto_tasks_total{outcome=\"committed\"} 4.0")
          .contains("reparto_coordinator_starts_total 1.0")
          .contains("jvm_memory_used_bytes");
    }
  }

  @Test
  void givenNodesOfEveryRole_whenTheClusterIsDescribed_thenEachTellsWhereTheOthersApisAre()
      throws Exception {
    try (var cluster = new TestCluster("")) {
      ClusterNode coordinator = cluster.add("coordinator", 1);
      ClusterNode worker = cluster.add("worker", 1);
      cluster.awaitWorkers(1);
      URI first = TestCluster.await(coordinator.api());
      URI second = TestCluster.await(worker.api());

      for (URI api : List.of(first, second)) {
        ClusterJson described =
            ApiJson.LENIENT.readValue(get(api, "/api/cluster"), ClusterJson.class);

        assertThat(described.nodes())
            .extracting(NodeJson::node, NodeJson::api, NodeJson::roles, NodeJson::answers)
            .containsExactlyInAnyOrder(
                tuple("node-1", first.toString(), List.of("coordinator"), true),
                tuple("node-2", second.toString(), List.of("worker"), true));
        assertThat(described.nodes())
            .extracting(NodeJson::address)
            .contains(described.workers().get(0).address());
      }
    }
  }

  private static String get(URI api, String path) throws Exception {
    var request = HttpRequest.newBuilder(api.resolve(path)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void givenARunningJob_whenAWorkerJoinsAndAnotherDrains_thenNothingIsLostOrRunTwice()
      throws Exception {
    try (var cluster = new TestCluster("")) {
      cluster.add("coordinator", 1);
      ClusterNode first = cluster.add("worker", 1);
      cluster.awaitWorkers(1);
      JobId job = cluster.enqueue(sleep(60, 50), 1);
      cluster.awaitStatus(job, status -> status.summary().ledger().committed() > 0);

      cluster.add("worker", 1);
      cluster.awaitWorkers(2);
      TestCluster.await(first.leave());
      cluster.awaitWorkers(1);

      JobStatus status = cluster.awaitSuccess(job);
      assertThat(status.summary().ledger().committed()).isEqualTo(60);
      assertThat(status.summary().ledger().attempts()).as("none twice").isEqualTo(60);
      assertThat(status.summary().certificates()).isEmpty();
    }
  }

  @Test
  void givenATaskUnderWay_whenItsNodeIsRemovedFromTheCluster_thenTheNodeEndsWithoutWaitingForIt()
      throws Exception {
    Jobs jobs = Jobs.of(new ProbeJob());
    try (var cluster = new TestCluster("reparto.node.drain-timeout = 30 minutes", jobs)) {
      cluster.add("coordinator", 1);
      ClusterNode removed = cluster.start("worker", 1, "test", "");
      cluster.awaitWorkers(1);
      JobId job = cluster.enqueue(ProbeJob.waiting("under way", 1, LONG_MILLIS), 1);
      while (!ProbeJob.BEGUN.contains("under way")) {
        cluster.awaitStatus(job, status -> status.state() == JobStatus.State.RUNNING);
      }

      Cluster itself = Cluster.get(removed.system());
      itself.manager().tell(new Down(itself.selfMember().address()));

      TestCluster.await(removed.terminated());
    }
  }

  @Test
  void givenAnActorThatCantStop_whenItsNodeLeaves_thenTheNodeEndsWithoutIt() throws Exception {
    var free = new CountDownLatch(1);
    try (var cluster =
        new TestCluster(
            "akka.coordinated-shutdown.phases.actor-system-terminate.timeout = 300ms")) {
      ClusterNode node = cluster.add("coordinator, worker", 1);
      cluster.awaitWorkers(1);
      var stuck = new CountDownLatch(1);
      node.system()
          .systemActorOf(
              Behaviors.setup(
                  context -> {
                    stuck.countDown();
                    free.await();
                    return Behaviors.empty();
                  }),
              "stuck",
              Props.empty());
      stuck.await();

      node.leave();

      TestCluster.await(node.terminated());
      assertThat(node.system().getWhenTerminated().toCompletableFuture()).isNotDone();
    } finally {
      free.countDown();
    }
  }

  @Test
  void givenALargeJob_whenASmallOneComes_thenItGetsSlotsAndCancelFreesThem() throws Exception {
    try (var cluster = new TestCluster("")) {
      cluster.add("coordinator, worker", 1);
      cluster.add("worker", 1);
      cluster.awaitWorkers(2);
      JobId large = cluster.enqueue(sleep(100_000, 10), 1);
      cluster.awaitStatus(large, status -> status.state() == JobStatus.State.RUNNING);
      JobId cancelled = cluster.enqueue(sleep(1_000, 1_000), 1);

      JobReply none = cluster.ask(replyTo -> new CoordinatorCommand.FetchResult(large, 0, replyTo));
      assertThat(none).isInstanceOf(JobReply.NoResult.class);
      for (JobId job : List.of(large, cancelled)) {
        cluster.tell(new CoordinatorCommand.CancelJob(job));
        JobStatus status =
            cluster.awaitStatus(job, one -> one.state() == JobStatus.State.CANCELLED);
        assertThat(status.digest()).isEmpty();
      }

      JobId small = cluster.enqueue(sleep(4, 0), 1);
      assertThat(cluster.awaitSuccess(small).summary().ledger().committed()).isEqualTo(4);
    }
  }

  @Test
  void givenANodeOfAnotherVersion_whenItJoins_thenItIsRefusedAndEnds() throws Exception {
    try (var cluster = new TestCluster("")) {
      cluster.add("coordinator, worker", 1);
      cluster.awaitWorkers(1);

      ClusterNode other = cluster.start("worker", 1, "another version", "");

      TestCluster.await(other.terminated());
      cluster.awaitWorkers(1);
    }
  }

  @Test
  void givenSettingsOutOfRange_whenStarted_thenTheKeyAndTheValueAreNamed() {
    for (String wrong :
        List.of(
            "roles = [worker, master]",
            "transport = udp",
            "profile = fast",
            "seed-nodes = []",
            "seed-nodes = [nowhere]",
            "port = 0",
            "slots = 5000",
            "name = \"a b\"",
            "drain-timeout = 1ms")) {
      String key = wrong.substring(0, wrong.indexOf(' '));
      var config =
          ConfigFactory.parseString("reparto.node { " + wrong + " }")
              .withFallback(ConfigFactory.load());

      assertThatThrownBy(() -> NodeSettings.from(config))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("reparto.node." + key);
    }
  }
}
