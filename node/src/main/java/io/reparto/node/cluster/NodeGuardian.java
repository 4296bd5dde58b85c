package io.reparto.node.cluster;

import akka.Done;
import akka.actor.NoSerializationVerificationNeeded;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.ClusterSingletonSettings;
import akka.cluster.typed.SingletonActor;
import io.reparto.coordinator.Coordinator;
import io.reparto.coordinator.Measures;
import io.reparto.coordinator.registry.DistributedJobRegistry;
import io.reparto.coordinator.registry.JobRegistry;
import io.reparto.coordinator.registry.NoRegistry;
import io.reparto.node.kubernetes.DeletionCost;
import io.reparto.node.kubernetes.KubernetesSettings;
import io.reparto.node.worker.TaskBoard;
import io.reparto.node.worker.Worker;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.NodeMessage;
import io.reparto.protocol.message.WorkerCommand;
import java.time.Duration;

/**
 * The composition root of a cluster node: starts the one coordinator of the cluster or a proxy to
 * it, and this node's worker. Has one state.
 */
final class NodeGuardian extends AbstractBehavior<NodeGuardian.Command> {

  // Each change is a write to Kubernetes' database.
  private static final Duration RANKING_INTERVAL = Duration.ofSeconds(10);

  sealed interface Command extends NoSerializationVerificationNeeded {}

  /** Answered with the way to the coordinator, wherever it is. */
  record FindCoordinator(ActorRef<ActorRef<CoordinatorCommand>> replyTo) implements Command {}

  /** Ends the worker when its work is done or handed back; answered then. */
  record Drain(ActorRef<Done> replyTo) implements Command {}

  /**
   * The API listens: other nodes may be told.
   *
   * @param api its URL
   */
  record Serving(String api) implements Command {}

  private enum WorkerStopped implements Command {
    INSTANCE
  }

  private final NodeSettings settings;
  private final TaskBoard board;
  private final ActorRef<CoordinatorCommand> coordinator;
  private ActorRef<WorkerCommand> worker;
  private ActorRef<Done> drained;
  private int replacements;

  /**
   * @param board where the worker's slots say which task they are at
   */
  static Behavior<Command> create(
      Jobs jobs, NodeSettings settings, Measures measures, TaskBoard board) {
    return Behaviors.setup(context -> new NodeGuardian(context, jobs, settings, measures, board));
  }

  private NodeGuardian(
      ActorContext<Command> context,
      Jobs jobs,
      NodeSettings settings,
      Measures measures,
      TaskBoard board) {
    super(context);
    this.settings = settings;
    this.board = board;
    coordinator =
        ClusterSingleton.get(context.getSystem())
            .init(
                SingletonActor.of(
                        Behaviors.supervise(coordinator(jobs, measures))
                            .onFailure(SupervisorStrategy.restart()),
                        "coordinator")
                    .withSettings(
                        ClusterSingletonSettings.create(context.getSystem())
                            .withRole(NodeSettings.COORDINATOR)));
    if (settings.watchesForCrashes()) {
      context.spawn(CrashWatch.create(), "crash-watch");
    }
    if (settings.kubernetes().filter(KubernetesSettings::deletionCost).isPresent()) {
      var cost = new RemovalCost(Cluster.get(context.getSystem()), board);
      context.spawn(DeletionCost.create(settings.name(), RANKING_INTERVAL, cost), "deletion-cost");
    }
    if (settings.isWorker()) {
      spawnWorker(settings.name());
    }
  }

  private Behavior<CoordinatorCommand> coordinator(Jobs jobs, Measures measures) {
    return Coordinator.create(
        NodeJob.all(jobs, settings),
        settings.coordinator(),
        registry(),
        settings.frameBytes(),
        measures);
  }

  /** Of the cluster; a node that only works never runs the coordinator, and has no copy of it. */
  private JobRegistry registry() {
    return settings.isCoordinator()
        ? DistributedJobRegistry.create(
            getContext().getSystem(),
            settings.registry(),
            NodeSettings.COORDINATOR,
            NodeSettings.WORKER)
        : new NoRegistry(0);
  }

  private void spawnWorker(String name) {
    worker =
        getContext()
            .spawn(
                Worker.create(name, coordinator, settings.worker(), settings.frameBytes(), board),
                "worker" + (replacements == 0 ? "" : "-" + replacements));
    getContext().watchWith(worker, WorkerStopped.INSTANCE);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(FindCoordinator.class, this::onFindCoordinator)
        .onMessage(Drain.class, this::onDrain)
        .onMessage(Serving.class, this::onServing)
        .onMessageEquals(WorkerStopped.INSTANCE, this::onWorkerStopped)
        .build();
  }

  private Behavior<Command> onFindCoordinator(FindCoordinator message) {
    message.replyTo().tell(coordinator);
    return this;
  }

  private Behavior<Command> onServing(Serving message) {
    var self = new NodeMessage.NodeDescribed(settings.name(), message.api());
    getContext().spawn(NodeDescription.create(self), NodeDescription.ACTOR);
    return this;
  }

  private Behavior<Command> onDrain(Drain message) {
    if (worker == null) {
      message.replyTo().tell(Done.getInstance());
    } else {
      drained = message.replyTo();
      worker.tell(new WorkerCommand.Drain());
    }
    return this;
  }

  /** Drained; else a defect of ours stopped it, and its tasks run on with another. */
  private Behavior<Command> onWorkerStopped() {
    worker = null;
    if (drained != null) {
      drained.tell(Done.getInstance());
      return this;
    }
    replacements++;
    getContext().getLog().error("worker stopped, starting another: worker={}", settings.name());
    spawnWorker(settings.name() + "-" + replacements);
    return this;
  }
}
