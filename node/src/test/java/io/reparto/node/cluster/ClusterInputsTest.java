package io.reparto.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.reparto.node.runtime.EmbeddedRuntime;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobReply;
import io.reparto.protocol.message.JobStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nodes that see different files. All are on this machine: what one does not see lies outside its
 * {@code reparto.input.roots}.
 */
class ClusterInputsTest {
  private static final String TOKEN = "0123456789abcdef";

  @TempDir Path directory;

  private Path shared;
  private Path other;
  private Path input;

  @BeforeEach
  void createInput() throws IOException {
    shared = Files.createDirectory(directory.resolve("shared")).toRealPath();
    other = Files.createDirectory(directory.resolve("other")).toRealPath();
    input = shared.resolve("rows.csv");
    var text = new StringBuilder("k,x\n");
    for (int row = 0; row < 20_000; row++) {
      text.append("key-").append(row % 101).append(',').append(row * 0.37).append('\n');
    }
    Files.writeString(input, text);
  }

  private static String roots(Path... directories) {
    var list = new StringBuilder();
    for (Path one : directories) {
      list.append(list.isEmpty() ? "" : ", ").append('"').append(one).append('"');
    }
    return "reparto.input.roots = [" + list + "]";
  }

  private static JobSpec groupBy(Path path) {
    return new JobSpec(
        "groupby",
        Map.of(
            "input", List.of(path.toString()),
            "by", List.of("k"),
            "agg", List.of("count", "mean:x", "std:x"),
            "partition-size", List.of("4kB")));
  }

  private static String embeddedDigest(JobSpec spec) throws Exception {
    var ended = new CompletableFuture<JobEvent>();
    try (EmbeddedRuntime runtime =
        EmbeddedRuntime.start(Jobs.load(ClusterInputsTest.class.getClassLoader()), 1, 2)) {
      runtime.submit(
          spec,
          event -> {
            if (!(event instanceof JobEvent.Planned) && !(event instanceof JobEvent.Progressed)) {
              ended.complete(event);
            }
          });
      return ((JobEvent.Succeeded) ended.get(60, TimeUnit.SECONDS)).digest();
    }
  }

  /** Waits until every slot of so many workers has asked for work: all get leases of a job. */
  private static List<JobReply.WorkerStatus> awaitIdle(TestCluster cluster, int workers)
      throws Exception {
    return await(cluster, workers, worker -> worker.waiting() == worker.slots());
  }

  private static List<JobReply.WorkerStatus> await(
      TestCluster cluster, int workers, Predicate<JobReply.WorkerStatus> each) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    List<JobReply.WorkerStatus> described = List.of();
    while (System.nanoTime() < end) {
      described = cluster.awaitWorkers(workers).workers();
      if (described.stream().allMatch(each)) {
        return described;
      }
    }
    throw new AssertionError("workers that are not as expected: " + described);
  }

  @Test
  void givenAFileThatOneWorkerCannotSee_whenAJobReadsIt_thenTheOthersDoAndThatIsRemarked()
      throws Exception {
    try (var cluster = new TestCluster("")) {
      cluster.add("coordinator, worker", 1, roots(other, shared));
      cluster.add("worker", 2, roots(other));
      assertThat(awaitIdle(cluster, 2))
          .extracting(JobReply.WorkerStatus::address)
          .doesNotHaveDuplicates()
          .allMatch(address -> address.matches("127\\.0\\.0\\.1:[0-9]+"));

      JobStatus status = cluster.awaitSuccess(cluster.enqueue(groupBy(input), 1));

      assertThat(status.digest()).isEqualTo(embeddedDigest(groupBy(input)));
      assertThat(status.summary().ledger().planned()).isGreaterThan(50);
      assertThat(status.summary().ledger().attempts())
          .isEqualTo(status.summary().ledger().planned());
      assertThat(status.summary().certificates()).isEmpty();
      assertThat(status.summary().remarks())
          .containsExactly(
              "input can't be read on node-2: path="
                  + input
                  + ": no such file within reparto.input.roots=["
                  + other
                  + "]; its tasks ran elsewhere");
    }
  }

  @Test
  void givenAFileThatNoWorkerCanSee_whenAJobReadsIt_thenItFailsAndNamesPathAndWorkers()
      throws Exception {
    try (var cluster = new TestCluster("")) {
      cluster.add("coordinator", 1, roots(shared));
      cluster.add("worker", 1, roots(other));
      cluster.add("worker", 1, roots(other));
      awaitIdle(cluster, 2);

      JobStatus status = awaitFailure(cluster, input);

      assertThat(status.reason())
          .isEqualTo(
              "no worker can read the input: path="
                  + input
                  + ": no such file within reparto.input.roots=["
                  + other
                  + "], workers=node-2, node-3");
    }
  }

  private static JobStatus awaitFailure(TestCluster cluster, Path path) throws Exception {
    JobId job = cluster.enqueue(groupBy(path), 1);
    return cluster.awaitStatus(job, status -> status.state() == JobStatus.State.FAILED);
  }

  /** What may happen to a file between a job's plan and its tasks. */
  enum Change {
    TRUNCATED("input changed since planning: file=%s, expectedBytes="),
    REPLACED("input changed since planning: file=%s, expectedBytes="),
    DELETED("no worker can read the input: path=%s: no such file");

    private final String reason;

    Change(String reason) {
      this.reason = reason;
    }

    void make(Path file) throws IOException {
      switch (this) {
        case TRUNCATED -> Files.writeString(file, Files.readString(file).substring(0, 100_000));
        case REPLACED -> {
          Path next = Files.writeString(file.resolveSibling("next"), Files.readString(file));
          FileTime before = Files.getLastModifiedTime(file);
          Files.setLastModifiedTime(next, FileTime.fromMillis(before.toMillis() + 1));
          Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        }
        default -> Files.delete(file);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void givenAFileThatChangesAfterThePlan_whenTwoNodesReadIt_thenTheJobFailsWithFileAndReason(
      Change change) throws Exception {
    try (var cluster = new TestCluster("")) {
      cluster.add("coordinator, worker", 1);
      cluster.add("worker", 1);
      awaitIdle(cluster, 2);
      var endless = Map.of("tasks", List.of("2"), "millis", List.of("600000"));
      JobId busy = cluster.enqueue(new JobSpec("sleep", endless), 1);
      await(cluster, 2, worker -> worker.waiting() == 0);
      JobId job = cluster.enqueue(groupBy(input), 1);
      cluster.awaitStatus(job, status -> status.summary().ledger().planned() > 50);

      change.make(input);
      cluster.tell(new CoordinatorCommand.CancelJob(busy));

      JobStatus failed =
          cluster.awaitStatus(job, status -> status.state() == JobStatus.State.FAILED);
      assertThat(failed.reason()).contains(change.reason.formatted(input));
      assertThat(failed.digest()).isEmpty();
      assertThat(failed.summary().ledger().committed()).isZero();
    }
  }

  @Test
  void givenPathsOutOfTheRoots_whenAJobIsPlanned_thenItFailsAlikeWhetherTheyExistOrNot()
      throws Exception {
    Files.createSymbolicLink(other.resolve("link.csv"), input);
    Files.createSymbolicLink(other.resolve("nowhere.csv"), shared.resolve("missing.csv"));
    try (var cluster = new TestCluster("")) {
      cluster.add("coordinator, worker", 1, roots(other));
      cluster.awaitWorkers(1);

      for (Path path :
          List.of(
              input,
              shared.resolve("missing.csv"),
              shared,
              shared.resolve("*.csv"),
              other.resolve("link.csv"),
              other.resolve("nowhere.csv"),
              other.resolve("../shared/rows.csv"))) {
        assertThat(awaitFailure(cluster, path).reason())
            .startsWith(
                "input can't be read on node-1, which plans the job: path="
                    + path
                    + ": no such file within reparto.input.roots=["
                    + other
                    + "]");
      }
    }
  }

  @Test
  void givenANodeThatConfinesInputs_whenOneJoinsThatDoesNot_thenItIsRefused() throws Exception {
    try (var cluster = new TestCluster("")) {
      cluster.add("coordinator, worker", 1, roots(shared));
      cluster.awaitWorkers(1);

      ClusterNode open = cluster.start("worker", 1, "test", "");

      TestCluster.await(open.terminated());
      cluster.awaitWorkers(1);
    }
  }

  private static NodeSettings settings(String own) {
    return NodeSettings.from(ConfigFactory.parseString(own).withFallback(ConfigFactory.load()));
  }

  @Test
  void givenAnApiBeyondLoopback_whenANodeStartsWithoutRoots_thenItRefuses() {
    var cluster = new TestCluster("");
    String beyond = "reparto.http { host = 0.0.0.0, token = " + TOKEN + " }";

    assertThatThrownBy(() -> cluster.add("coordinator, worker", 1, beyond))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reparto.input.roots is empty")
        .hasMessageContaining("REPARTO_INPUT_ROOTS")
        .hasMessageEndingWith("host=0.0.0.0");
  }

  @Test
  void givenRootsInTheEnvironment_whenRead_thenColonsPartThem() {
    assertThat(settings("reparto.input.roots = \"" + shared + ":" + other + "\"").inputRoots())
        .hasToString("[" + shared + ", " + other + "]");
    assertThat(settings("reparto.input.roots = \"\"").inputRoots().confine()).isFalse();
    assertThat(settings("").worker().inputRoots().confine()).isFalse();
    assertThat(settings(roots(shared)).worker().inputRoots().confine()).isTrue();
    assertThatThrownBy(() -> settings("reparto.input.roots = [\"data\"]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reparto.input.roots")
        .hasMessageEndingWith("value=data");
  }
}
