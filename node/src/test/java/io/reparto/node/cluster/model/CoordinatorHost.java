package io.reparto.node.cluster.model;

import akka.actor.FunctionRef;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.stream.KillSwitch;
import io.reparto.coordinator.ModelCoordinator;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.WorkerCommand;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A process with a real coordinator, as long as it lives. */
final class CoordinatorHost {

  /** How the coordinator reaches a worker; it watches this in the worker's place. */
  final class Link {
    final WorkerHost worker;
    private final FunctionRef remote;
    private final ActorRef<WorkerCommand> ref;
    boolean isDown;

    private Link(WorkerHost worker) {
      this.worker = worker;
      remote =
          model.engine.remote(
              worker.name,
              worker.number + 1,
              message -> model.network.toWorker(this, (WorkerCommand) message));
      ref = Adapter.toTyped(remote);
    }

    CoordinatorHost coordinator() {
      return CoordinatorHost.this;
    }

    ActorRef<WorkerCommand> ref() {
      return ref;
    }

    /** The coordinator notices that the worker is gone, or takes it for gone. */
    void down() {
      if (!isDown) {
        isDown = true;
        model.trace("down", () -> worker + " for " + CoordinatorHost.this);
        remote.stop();
      }
    }
  }

  final int number;
  private final Model model;
  private final ActorRef<CoordinatorCommand> actor;
  private final Map<WorkerHost, Link> links = new LinkedHashMap<>();
  private final Map<JobId, BitSet> committed = new HashMap<>();
  final ModelRegistry.Handle registry;
  boolean alive = true;
  boolean paused;

  CoordinatorHost(Model model, int number) {
    this.model = model;
    this.number = number;
    this.registry = model.registry.handle(this);
    actor =
        model.engine.spawn(
            ModelCoordinator.create(
                model.engine.jobs,
                model.scenario.coordinator(),
                registry,
                model.scenario.partBytes(),
                model.engine.time::nanos,
                this::read),
            hostName());
    model.engine.watch(
        actor, () -> model.check(!alive, "a coordinator stopped by itself: " + this));
  }

  String hostName() {
    return model.prefix + "c" + number;
  }

  Link link(WorkerHost worker) {
    return links.computeIfAbsent(
        worker,
        one -> {
          var link = new Link(one);
          if (one.missed) {
            link.down();
          }
          return link;
        });
  }

  void tell(CoordinatorCommand command) {
    if (alive) {
      actor.tell(command);
    }
  }

  /** The worker is gone, or taken for gone. */
  void misses(WorkerHost worker) {
    Link link = links.get(worker);
    if (alive && link != null) {
      link.down();
    }
  }

  void kill() {
    alive = false;
    model.engine.kill(actor);
  }

  private KillSwitch read(
      CoordinatorCommand.WorkerHello hello, ModelCoordinator.Reader reader, Duration timeout) {
    var stream = (ModelStream) hello.partials();
    return stream.read(link(stream.worker()), reader, timeout);
  }

  /** One term commits a task once: a run is new as a whole, or it is an equal of old ones. */
  void committed(JobId job, int first, int end) {
    BitSet tasks = committed.computeIfAbsent(job, one -> new BitSet());
    int known = tasks.get(first, end).cardinality();
    model.check(
        known == 0 || known == end - first,
        "a task was committed twice: job=" + job + ", run=" + first + "-" + end + ", by=" + this);
    tasks.set(first, end);
  }

  @Override
  public String toString() {
    return "c" + number;
  }
}
