package io.reparto.node.cluster.simulation;

import akka.actor.FunctionRef;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.dispatch.Mailbox;
import akka.stream.KillSwitch;
import com.typesafe.config.ConfigFactory;
import io.reparto.coordinator.CoordinatorSettings;
import io.reparto.coordinator.ModelCoordinator;
import io.reparto.coordinator.registry.NoRegistry;
import io.reparto.node.cluster.engine.Engine;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.WorkerCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The real coordinator on a machine with one processor: its actors process one message after the
 * other, in the order in which they came, and what comes meanwhile waits. How long each takes is
 * measured and, if so wanted, passes in virtual time.
 */
final class SimulatedCoordinator {
  static final long TERM = 1;
  private static final int CLIENT = -1;

  /** Which of its actors took the processor. */
  enum Part {
    COORDINATOR,
    JOB_RUN,
    MERGER,
    OTHER
  }

  private static final class Clock {
    private long nanos;
  }

  final Traffic traffic = new Traffic();
  private final Engine engine;
  private final Scale scale;
  private final long deadlineNanos;
  private final ActorRef<CoordinatorCommand> actor;
  private final List<Runnable> outgoing = new ArrayList<>();
  private final Map<Part, Clock> clocks = new EnumMap<>(Part.class);
  private long freeAtNanos;
  private long longestWaitNanos;
  private boolean isOutOfTime;

  SimulatedCoordinator(Engine engine, Scale scale) {
    this.engine = engine;
    this.scale = scale;
    this.deadlineNanos = System.nanoTime() + scale.patience().toNanos();
    for (Part part : Part.values()) {
      clocks.put(part, new Clock());
    }
    this.actor =
        engine.spawn(
            ModelCoordinator.create(
                engine.jobs,
                CoordinatorSettings.from(ConfigFactory.load()),
                new NoRegistry(TERM),
                0,
                engine.time::nanos,
                SimulatedCoordinator::read),
            "coordinator");
    serve();
  }

  private static KillSwitch read(
      CoordinatorCommand.WorkerHello hello, ModelCoordinator.Reader reader, Duration timeout) {
    return ((VirtualStream) hello.partials()).readBy(reader);
  }

  /** A reference by which the coordinator reaches a worker, and which it watches. */
  FunctionRef refOf(VirtualWorker worker) {
    return engine.remote(
        "w" + worker.number,
        worker.number + 1,
        message -> sent(worker.number, message, () -> worker.receive((WorkerCommand) message)));
  }

  /** A reference of something on the coordinator's own machine, which hears at once. */
  <T> ActorRef<T> refNearby(Consumer<T> receiver) {
    return engine.to(message -> outgoing.add(() -> receiver.accept(message)));
  }

  <T> ActorRef<T> refOfClient(Consumer<T> receiver) {
    return engine.to(message -> sent(CLIENT, message, () -> receiver.accept(message)));
  }

  private void sent(int peer, Object message, Runnable arrives) {
    outgoing.add(
        () -> {
          traffic.fromCoordinator(message, peer, engine.time.nanos());
          engine.time.after(scale.delay(), arrives);
        });
  }

  /** A worker's or client's message is on its way. */
  void send(int peer, CoordinatorCommand command) {
    engine.time.after(
        scale.delay(),
        () -> {
          arrived(peer, command);
          actor.tell(command);
        });
  }

  void sendFromClient(CoordinatorCommand command) {
    send(CLIENT, command);
  }

  /** Something has come over a worker's stream. */
  void arrived(int peer, Object message) {
    traffic.toCoordinator(message, peer, engine.time.nanos());
  }

  /** Processes everything that has come. */
  void serve() {
    long now = engine.time.nanos();
    Runnable step = engine.steps.takeOldest();
    while (step != null && !isOutOfTime) {
      long wait = Math.max(0, freeAtNanos - now);
      longestWaitNanos = Math.max(longestWaitNanos, wait);
      engine.time.setLateness(wait);
      long begin = System.nanoTime();
      step.run();
      long end = System.nanoTime();
      clocks.get(part(step)).nanos += end - begin;
      if (scale.takesTime()) {
        freeAtNanos = now + wait + end - begin;
        engine.time.setLateness(freeAtNanos - now);
      }
      for (int message = 0; message < outgoing.size(); message++) { // may cause others
        outgoing.get(message).run();
      }
      outgoing.clear();
      isOutOfTime = end - deadlineNanos > 0;
      step = engine.steps.takeOldest();
    }
    engine.time.setLateness(0);
  }

  private static Part part(Runnable step) {
    if (!(step instanceof Mailbox mailbox)) {
      return Part.OTHER;
    }
    String name = mailbox.actor().self().path().name();
    if (name.equals("coordinator")) {
      return Part.COORDINATOR;
    }
    return name.equals("merger") ? Part.MERGER : Part.JOB_RUN;
  }

  /** From now on. */
  void countAnew() {
    traffic.countAnew();
    clocks.values().forEach(clock -> clock.nanos = 0);
    longestWaitNanos = 0;
  }

  /** Whether real time is up. */
  boolean isOutOfTime() {
    return isOutOfTime;
  }

  /** Processor time of one of its actors. */
  long nanos(Part part) {
    return clocks.get(part).nanos;
  }

  /** Processor time of them all. */
  long nanos() {
    return clocks.values().stream().mapToLong(clock -> clock.nanos).sum();
  }

  /** The longest that something waited until its turn came. */
  long longestWaitNanos() {
    return longestWaitNanos;
  }

  /** The machine fails; what it knew is gone. */
  void kill() {
    engine.kill(actor);
    outgoing.clear();
  }

  static ActorRef<WorkerCommand> typed(FunctionRef ref) {
    return Adapter.toTyped(ref);
  }
}
