package io.reparto.node.cluster.model;

import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.WorkerCommand;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Carries control messages, and loses, doubles, delays and reorders them until it is calm. */
final class Network {
  private static final Duration USUAL_DELAY = Duration.ofMillis(1);
  private static final Duration REROUTED = Duration.ofMillis(500);

  private final Model model;
  private final Random random;
  // By sender and receiver, where order is kept.
  private final Map<String, Long> lastArrivalNanos = new HashMap<>();
  private boolean isCalm;

  Network(Model model, Random random) {
    this.model = model;
    this.random = random;
  }

  /** Every message arrives from now on, in order. */
  void calmDown() {
    isCalm = true;
  }

  /** How long something takes on a connection that keeps order. */
  Duration delay() {
    return isCalm ? USUAL_DELAY : Duration.ofMillis(1 + random.nextInt(30));
  }

  /** How long it takes until an end of a connection is noticed. */
  Duration notice() {
    int most = (int) model.scenario.noticed().toMillis();
    return isCalm ? USUAL_DELAY : Duration.ofMillis(1 + random.nextInt(most));
  }

  /** A worker speaks. */
  void toCoordinator(WorkerHost from, CoordinatorCommand command) {
    if (from.alive) {
      send(command.getClass(), "from " + from, from, command, () -> arrives(from, command, true));
    }
  }

  private void arrives(WorkerHost from, CoordinatorCommand command, boolean mayWait) {
    CoordinatorHost to = from.coordinator;
    if (to == null || !to.alive) {
      if (mayWait && (isCalm || random.nextBoolean())) {
        // A singleton's proxy keeps what comes while there is no singleton.
        model.engine.time.after(REROUTED, () -> arrives(from, command, false));
      }
      return;
    }
    CoordinatorHost.Link link = to.link(from);
    boolean isGone =
        from.isolated || (link.isDown && !from.draining) || (from.missed && !from.draining);
    if (isGone || model.isCut(from)) {
      return;
    }
    model.trace("to " + to, () -> from + ": " + command);
    to.tell(ReplyTo.rewritten(command, link.ref()));
  }

  /** A coordinator speaks. */
  void toWorker(CoordinatorHost.Link link, WorkerCommand command) {
    CoordinatorHost from = link.coordinator();
    if (!from.alive) {
      return;
    }
    send(
        command.getClass(),
        "to " + link.worker,
        link.worker,
        command,
        () -> {
          // What a process sent last may not have left it.
          boolean left = from.alive || random.nextBoolean();
          boolean isGone = link.isDown || link.worker.isolated;
          if (left && !isGone && !model.isCut(link.worker)) {
            model.trace("from " + from, () -> link.worker + ": " + command);
            link.worker.tell(command);
          }
        });
  }

  /** A client asks. */
  void toCoordinator(Object client, CoordinatorCommand command) {
    send(
        command.getClass(),
        "from " + client,
        client,
        command,
        () -> {
          CoordinatorHost to = model.coordinatorForClients(random);
          if (to != null) {
            model.trace("to " + to, () -> client + ": " + command);
            to.tell(command);
          }
        });
  }

  /** A coordinator answers a client. */
  <T> void toClient(Class<?> type, Object client, T reply, Consumer<T> receiver) {
    CoordinatorHost from = model.speaking();
    send(
        type,
        "to " + client,
        client,
        reply,
        () -> {
          if (from == null || from.alive || random.nextBoolean()) {
            receiver.accept(reply);
          }
        });
  }

  private void send(Class<?> type, String way, Object peer, Object message, Runnable arrives) {
    model.trace("send " + type.getSimpleName(), () -> peer + ": " + message);
    if (isCalm) {
      model.engine.time.after(USUAL_DELAY, arrives);
      return;
    }
    Scenario.Fate fate = model.scenario.fates().get(type);
    if (fate == null) {
      fate = new Scenario.Fate(0, 0, 2); // of clients
    }
    int copies = random.nextDouble() < fate.doubled() ? 2 : 1;
    for (int copy = 0; copy < copies; copy++) {
      if (random.nextDouble() < fate.lost()) {
        model.trace("lost " + type.getSimpleName(), () -> peer + ": " + message);
      } else {
        var delay = Duration.ofMillis(1 + random.nextInt(fate.mostDelayMillis()));
        model.engine.time.after(model.scenario.keepsOrder() ? inOrder(way, delay) : delay, arrives);
      }
    }
  }

  private Duration inOrder(String way, Duration delay) {
    long now = model.engine.time.nanos();
    long arrival =
        Math.max(now + delay.toNanos(), lastArrivalNanos.getOrDefault(way, Long.MIN_VALUE));
    lastArrivalNanos.put(way, arrival);
    return Duration.ofNanos(arrival - now);
  }
}
