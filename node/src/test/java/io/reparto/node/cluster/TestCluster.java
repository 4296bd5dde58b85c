package io.reparto.node.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.AskPattern;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobReply;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.serialization.DataCodec;
import io.reparto.protocol.serialization.Parts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Nodes of one cluster as actor systems of this JVM, which talk over real sockets. */
final class TestCluster implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final long PATIENCE_SECONDS = 60;

  private final List<ClusterNode> nodes = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final String extra;
  private final Jobs jobs;

  /**
   * @param extra settings of every node
   */
  TestCluster(String extra) {
    this(extra, Jobs.load(TestCluster.class.getClassLoader()));
  }

  TestCluster(String extra, Jobs jobs) {
    this.extra = extra;
    this.jobs = jobs;
  }

  /** Adds a node; the first is the seed of the others. */
  ClusterNode add(String roles, int slots) throws IOException {
    return add(roles, slots, "");
  }

  /**
   * As {@link #add(String, int)}.
   *
   * @param own settings of this node alone
   */
  ClusterNode add(String roles, int slots, String own) throws IOException {
    ClusterNode node = start(roles, slots, "test", own);
    nodes.add(node);
    return node;
  }

  /** Starts a node of some version; it is none of this cluster's until it has joined. */
  ClusterNode start(String roles, int slots, String version, String own) throws IOException {
    int port = freePort();
    ports.add(port);
    int number = ports.size();
    return ClusterNode.start(jobs, config(number, port, roles, slots, own), version);
  }

  private Config config(int number, int port, String roles, int slots, String own) {
    return ConfigFactory.parseString(own)
        .withFallback(ConfigFactory.parseString(extra))
        .withFallback(
            ConfigFactory.parseString(
                "reparto.node { name = node-%d, port = %d, roles = [%s], slots = %d,"
                        .formatted(number, port, roles, slots)
                    + " seed-nodes = [\"127.0.0.1:%d\"] }".formatted(ports.get(0))))
        .withFallback(
            ConfigFactory.parseString(
                "reparto.http.port = 0\n"
                    + "akka.cluster { seed-node-timeout = 1s, retry-unsuccessful-join-after = 1s"
                    + " }\n"
                    + "akka.loglevel = WARNING"))
        .withFallback(ConfigFactory.load());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Asks through the last node, which has to find the coordinator like every other. */
  JobReply ask(java.util.function.Function<ActorRef<JobReply>, CoordinatorCommand> question)
      throws Exception {
    ClusterNode node = nodes.get(nodes.size() - 1);
    ActorRef<CoordinatorCommand> coordinator = await(node.coordinator());
    return await(AskPattern.ask(coordinator, question::apply, ANSWER, node.system().scheduler()));
  }

  void tell(CoordinatorCommand command) throws Exception {
    await(nodes.get(nodes.size() - 1).coordinator()).tell(command);
  }

  JobId enqueue(JobSpec spec, int priority) throws Exception {
    var job = new JobId(spec.job() + "-" + System.nanoTime());
    JobReply reply =
        ask(
            replyTo ->
                new CoordinatorCommand.EnqueueJob(
                    job, spec, new JobOptions(priority, true), replyTo));
    if (!(reply instanceof JobReply.JobDescribed)) {
      throw new AssertionError("not accepted: " + reply);
    }
    return job;
  }

  /** Waits until the job is as expected. */
  JobStatus awaitStatus(JobId job, Predicate<JobStatus> expected) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    JobReply reply = null;
    while (System.nanoTime() < end) {
      reply = ask(replyTo -> new CoordinatorCommand.DescribeJob(job, replyTo));
      JobStatus status = ((JobReply.JobDescribed) reply).status();
      if (expected.test(status)) {
        return status;
      }
      if (status.state().isLast()) {
        break;
      }
    }
    throw new AssertionError("not as expected: " + reply);
  }

  JobStatus awaitSuccess(JobId job) throws Exception {
    return awaitStatus(job, status -> status.state() == JobStatus.State.SUCCEEDED);
  }

  /** Waits until so many workers are known. */
  JobReply.ClusterDescribed awaitWorkers(int count) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    JobReply.ClusterDescribed described = null;
    while (System.nanoTime() < end) {
      try {
        described = (JobReply.ClusterDescribed) ask(CoordinatorCommand.DescribeCluster::new);
      } catch (java.util.concurrent.ExecutionException e) {
        continue; // no coordinator yet
      }
      if (described.workers().size() == count) {
        return described;
      }
    }
    throw new AssertionError("workers missing: " + described);
  }

  JobResult result(JobId job) throws Exception {
    var parts = new ArrayList<byte[]>();
    int count = 1;
    while (parts.size() < count) {
      int part = parts.size();
      var reply =
          (JobReply.ResultPart)
              ask(replyTo -> new CoordinatorCommand.FetchResult(job, part, replyTo));
      count = reply.parts();
      parts.add(reply.bytes());
    }
    return (JobResult) Parts.join(parts, DataCodec.of(nodes.get(0).system().classicSystem()));
  }

  static <T> T await(CompletionStage<T> stage) throws Exception {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }

  /** Ends every node, the youngest first. */
  @Override
  public void close() {
    for (int node = nodes.size() - 1; node >= 0; node--) {
      nodes
          .get(node)
          .leave()
          .toCompletableFuture()
          .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .join();
    }
  }
}
