package io.reparto.node.cluster;

import akka.Done;
import akka.actor.BootstrapSetup;
import akka.actor.CoordinatedShutdown;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.setup.Setup;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import com.typesafe.config.Config;
import io.reparto.coordinator.http.HttpServer;
import io.reparto.coordinator.http.HttpSettings;
import io.reparto.coordinator.registry.DistributedJobRegistry;
import io.reparto.node.kubernetes.KubernetesBootstrap;
import io.reparto.node.worker.TaskBoard;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.serialization.JobsSetup;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One JVM of a cluster: its actor system, from start to the end of a clean shutdown. */
public final class ClusterNode {
  private static final Duration ANSWER = Duration.ofSeconds(10);
  // What a task has done is known to the coordinator then, and to the next one, should this node
  // have it or another leave for the same reason.
  private static final Duration LINGERING = Duration.ofSeconds(5);
  // From a drained worker to a node that has left.
  private static final Duration LEAVING = Duration.ofSeconds(30);

  private final ActorSystem<NodeGuardian.Command> system;
  private final NodeSettings settings;
  private final NodeMetrics metrics;
  private final TaskBoard board;
  private final CompletableFuture<Done> left = new CompletableFuture<>();
  private CompletionStage<Health> health;
  private CompletionStage<URI> listening;

  private ClusterNode(
      ActorSystem<NodeGuardian.Command> system,
      NodeSettings settings,
      NodeMetrics metrics,
      TaskBoard board) {
    this.system = system;
    this.board = board;
    this.metrics = metrics;
    this.settings = settings;
  }

  /**
   * Starts a node; returns before it has joined.
   *
   * @param config the whole configuration
   * @param version of this Reparto
   * @throws IllegalArgumentException for a configuration key out of range, or a directory for the
   *     registry that can't be used
   */
  public static ClusterNode start(Jobs jobs, Config config, String version) {
    NodeSettings settings = NodeSettings.from(config);
    HttpSettings http = HttpSettings.from(config);
    settings.requireRootsBeyondLoopback(http);
    if (settings.isCoordinator()) {
      DistributedJobRegistry.check(settings.registry());
    }
    var board = new TaskBoard(settings.slots());
    var metrics = new NodeMetrics();
    if (settings.isWorker()) {
      metrics.watch(board);
    }
    Optional<KubernetesBootstrap> kubernetes =
        settings.kubernetes().map(found -> new KubernetesBootstrap());
    if (settings.transport().equals("aeron-udp")) {
      AeronDriver.prepare(settings.profile().equals("local"));
    }
    var setups = new ArrayList<Setup>();
    setups.add(BootstrapSetup.create(ClusterConfig.of(settings, config, version)));
    setups.add(new JobsSetup(jobs));
    kubernetes.ifPresent(bootstrap -> setups.add(bootstrap.setup()));
    var setup = ActorSystemSetup.create(setups.toArray(Setup[]::new));
    ActorSystem<NodeGuardian.Command> system =
        ActorSystem.create(
            NodeGuardian.create(jobs, settings, metrics, board), ClusterConfig.SYSTEM, setup);
    var node = new ClusterNode(system, settings, metrics, board);
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(CoordinatedShutdown.PhaseServiceRequestsDone(), "drain-worker", node::drain);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
        "left",
        () -> {
          node.left.complete(Done.getInstance());
          return node.left;
        });
    node.serve(jobs, http);
    kubernetes.ifPresent(node::join);
    return node;
  }

  /** A node that can't serve its API is of no use: it leaves, and its log says why. */
  private void serve(Jobs jobs, HttpSettings http) {
    CompletionStage<ActorRef<CoordinatorCommand>> coordinator = coordinator();
    health = coordinator.thenApply(found -> new Health(system, found, metrics));
    listening =
        coordinator
            .thenCombine(
                health,
                (found, itsHealth) ->
                    HttpServer.start(system, found, jobs, http, itsHealth, new KnownNodes(system)))
            .thenCompose(starting -> starting)
            .thenApply(
                server -> {
                  system.tell(new NodeGuardian.Serving(server.uri(settings.host()).toString()));
                  return server.uri();
                })
            .whenComplete(
                (uri, failure) -> {
                  if (failure == null) {
                    system.log().info("API at {}", uri);
                  } else {
                    system
                        .log()
                        .error("API can't listen: {}:{}", http.host(), http.port(), failure);
                    system.terminate();
                  }
                });
  }

  /** A node that nobody can find or probe is of no use either. */
  private void join(KubernetesBootstrap bootstrap) {
    bootstrap
        .start(system, this::isReady)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                system.log().error("management port can't listen", failure);
                system.terminate();
              }
            });
  }

  /** Whether clients may be sent here: it is in the cluster, and its API listens. */
  private CompletionStage<Boolean> isReady() {
    return listening.toCompletableFuture().isDone()
        ? health.thenCompose(Health::isReady)
        : CompletableFuture.completedStage(false);
  }

  /**
   * First of a shutdown's steps; a node that takes longer than its drain timeout leaves anyway. One
   * that was removed from its cluster does not try: nobody there listens to it any more.
   */
  private CompletionStage<Done> drain() {
    boolean removed =
        CoordinatedShutdown.get(system)
            .getShutdownReason()
            .filter(reason -> reason == CoordinatedShutdown.clusterDowningReason())
            .isPresent();
    if (removed) {
      return CompletableFuture.completedFuture(Done.getInstance());
    }
    CompletionStage<Done> stopped =
        AskPattern.ask(
            system, NodeGuardian.Drain::new, settings.drainTimeout(), system.scheduler());
    return stopped.applyToEither(board.drained(), done -> done);
  }

  /**
   * From now on, when a task tells the JVM to exit, the node says so to the coordinator and leaves
   * in order, but for that task, which never returns.
   *
   * @param hasLeft called then; the JVM ends when it returns
   */
  public void leaveWhenATaskExits(Runnable hasLeft) {
    // Not a hook of the JVM's own: Artery's would close the connections meanwhile.
    CoordinatedShutdown.get(system).addJvmShutdownHook(() -> onJvmExit(hasLeft));
  }

  private void onJvmExit(Runnable hasLeft) {
    List<String> exits = board.findExits(Thread.getAllStackTraces());
    if (exits.isEmpty()) {
      return; // somebody else has: Akka, which has said why, or a hang-up of the terminal
    }
    exits.forEach(task -> system.log().error("a task told its JVM to exit: {}", task));
    system.tell(new NodeGuardian.Drain(system.ignoreRef()));
    try {
      board
          .drained()
          .toCompletableFuture()
          .get(settings.drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
      new CountDownLatch(1).await(LINGERING.toMillis(), TimeUnit.MILLISECONDS);
      leave();
      left.get(settings.drainTimeout().plus(LEAVING).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      system.log().error("can't leave in order", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    hasLeft.run();
  }

  /**
   * Leaves in order: the worker takes no more leases, finishes or hands back, sends its partials;
   * the coordinator moves; the node leaves the cluster and its actors end. May be called again.
   */
  public CompletionStage<Done> leave() {
    return CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.unknownReason());
  }

  /** The way to the coordinator, wherever it is. */
  public CompletionStage<ActorRef<CoordinatorCommand>> coordinator() {
    return AskPattern.ask(system, NodeGuardian.FindCoordinator::new, ANSWER, system.scheduler());
  }

  /** Where the API listens; fails if it can't, and then the node ends. */
  public CompletionStage<URI> api() {
    return listening;
  }

  public String name() {
    return settings.name();
  }

  public ActorSystem<?> system() {
    return system;
  }

  /**
   * Completes when the node has left, for whatever reason, and its actors have ended, or don't
   * within the time that the last step of a shutdown has: a task that does not return keeps its
   * actor, and Artery's connections through a network that is cut may never close.
   */
  public CompletionStage<Done> terminated() {
    CompletionStage<Done> shutDown = left.thenCompose(done -> leave());
    return system.getWhenTerminated().applyToEither(shutDown, done -> done);
  }
}
