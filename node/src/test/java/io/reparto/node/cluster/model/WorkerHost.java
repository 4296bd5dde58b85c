package io.reparto.node.cluster.model;

import akka.actor.typed.ActorRef;
import io.reparto.node.worker.ModelWorker;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.WorkerCommand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A process with a real worker, as long as it lives; one that comes back is another. */
final class WorkerHost {
  final String name;
  // Of all hosts of the schedule; also tells those of one name apart.
  final int number;
  private final Model model;
  private final ActorRef<WorkerCommand> actor;
  private final List<ModelStream> streams = new ArrayList<>();
  private final Set<ModelKernel> kernels = new HashSet<>();
  boolean alive = true;
  boolean paused;
  boolean isolated;
  boolean draining;
  // Its death has been noticed, or it was taken for dead.
  boolean missed;
  // Where its commands go; learnt late.
  CoordinatorHost coordinator;

  WorkerHost(Model model, String name, int number) {
    this.model = model;
    this.name = name;
    this.number = number;
    ActorRef<CoordinatorCommand> toCoordinator =
        model.engine.to(command -> model.network.toCoordinator(this, command));
    actor =
        model.engine.spawn(
            ModelWorker.create(
                name,
                model.scenario.slots(),
                toCoordinator,
                model.scenario.worker(),
                model.engine.time::nanos,
                model.engine,
                (stream, taken) -> {
                  var opened = new ModelStream(model, this, stream, taken);
                  streams.add(opened);
                  return opened;
                }),
            hostName());
    model.engine.watch(actor, this::stopped);
  }

  /** Of its top-level actor. */
  String hostName() {
    return model.prefix + "w" + number;
  }

  void tell(WorkerCommand command) {
    if (alive) {
      actor.tell(command);
    }
  }

  /** Its newest stream; null before the first. */
  ModelStream stream() {
    return streams.isEmpty() ? null : streams.get(streams.size() - 1);
  }

  List<ModelStream> streams() {
    return streams;
  }

  void opened(ModelKernel kernel) {
    kernels.add(kernel);
  }

  void closed(ModelKernel kernel) {
    kernels.remove(kernel);
  }

  /** How many kernels its slots have open. */
  int openKernels() {
    return kernels.size();
  }

  void kill() {
    alive = false;
    model.engine.steps.resume(hostName());
    model.engine.kill(actor);
    streams.forEach(ModelStream::workerLost);
  }

  /** The actor has stopped by itself. */
  private void stopped() {
    if (alive) {
      alive = false;
      model.check(draining, "a worker stopped that was not told to: " + this);
      streams.forEach(ModelStream::workerLost);
      model.workerGone(this);
    }
  }

  @Override
  public String toString() {
    return name + "#" + number;
  }
}
