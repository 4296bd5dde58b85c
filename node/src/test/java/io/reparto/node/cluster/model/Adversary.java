package io.reparto.node.cluster.model;

import io.reparto.node.cluster.model.Scenario.Move;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Carries out a scenario's moves, and mends everything when it is time to be calm. */
final class Adversary {
  private final Model model;
  private final Random random;

  Adversary(Model model, Random random) {
    this.model = model;
    this.random = random;
    for (Move move : model.scenario.moves()) {
      model.engine.time.after(move.at(), () -> carryOut(move));
    }
    model.engine.time.after(model.scenario.calmAt(), this::calmDown);
  }

  private void carryOut(Move move) {
    model.trace("move", move::toString);
    switch (move.act()) {
      case KILL_WORKER -> kill(worker(move), move.lasts());
      case RESTART_WORKER -> restart(worker(move), move.lasts());
      case PAUSE_WORKER -> pause(worker(move), move.lasts());
      case ISOLATE_WORKER -> isolate(worker(move), move.lasts());
      case KILL_COORDINATOR -> killCoordinator(move.lasts());
      case PAUSE_COORDINATOR -> pauseCoordinator(move.lasts());
      case KILL_BOTH -> {
        kill(worker(move), move.lasts());
        killCoordinator(move.lasts());
      }
      case BREAK_STREAM -> onStream(move, stream -> stream.fail("broken"));
      case LOSE_ELEMENT -> onStream(move, ModelStream::loseNext);
      case CUT -> cut(worker(move), move.lasts());
      case DRAIN -> drain(worker(move));
      case JOIN -> model.join();
      default -> throw new IllegalArgumentException("unknown: " + move);
    }
  }

  private WorkerHost worker(Move move) {
    List<WorkerHost> alive = model.aliveWorkers();
    return alive.isEmpty() ? null : alive.get(move.whom() % alive.size());
  }

  private void onStream(Move move, java.util.function.Consumer<ModelStream> action) {
    WorkerHost worker = worker(move);
    if (worker != null && worker.stream() != null) {
      action.accept(worker.stream());
    }
  }

  private void kill(WorkerHost worker, Duration noticed) {
    if (worker != null) {
      worker.kill();
      model.engine.time.after(noticed, () -> model.miss(worker));
    }
  }

  /** It comes back under its name, perhaps before it was missed. */
  private void restart(WorkerHost worker, Duration after) {
    if (worker != null) {
      kill(worker, Duration.ofMillis(1 + random.nextInt(5_000)));
      model.engine.time.after(after, () -> model.start(worker.name));
    }
  }

  private void pause(WorkerHost worker, Duration lasts) {
    if (worker != null && !worker.paused) {
      worker.paused = true;
      model.engine.steps.pause(worker.hostName());
      model.engine.time.after(lasts, () -> resume(worker));
    }
  }

  private void resume(WorkerHost worker) {
    if (worker.paused) {
      worker.paused = false;
      model.engine.steps.resume(worker.hostName());
    }
  }

  /** The others take it for dead, and it ends itself when it notices. */
  private void isolate(WorkerHost worker, Duration noticed) {
    if (worker != null && !worker.isolated) {
      worker.isolated = true;
      if (worker.stream() != null) {
        worker.stream().fail("isolated");
      }
      model.engine.time.after(noticed, () -> model.miss(worker));
      model.engine.time.after(
          noticed.multipliedBy(2),
          () -> {
            if (worker.alive) {
              worker.kill();
            }
          });
    }
  }

  private void cut(WorkerHost worker, Duration lasts) {
    if (worker != null) {
      model.cut(worker, true);
      if (worker.stream() != null && random.nextBoolean()) {
        worker.stream().fail("cut");
      }
      model.engine.time.after(lasts, () -> model.cut(worker, false));
    }
  }

  private void drain(WorkerHost worker) {
    if (worker != null) {
      worker.draining = true;
      worker.tell(new io.reparto.protocol.message.WorkerCommand.Drain());
    }
  }

  private void killCoordinator(Duration missed) {
    CoordinatorHost coordinator = model.newestCoordinator();
    if (coordinator != null && coordinator.alive) {
      model.kill(coordinator);
      model.engine.time.after(missed, () -> model.takeOver(coordinator));
    }
  }

  /** Another takes over; then it goes on, knowing of nothing, until it is told to end. */
  private void pauseCoordinator(Duration lasts) {
    CoordinatorHost coordinator = model.newestCoordinator();
    if (coordinator != null && coordinator.alive && !coordinator.paused) {
      coordinator.paused = true;
      model.engine.steps.pause(coordinator.hostName());
      model.engine.time.after(lasts.dividedBy(2), () -> model.takeOver(coordinator));
      model.engine.time.after(lasts, () -> resume(coordinator));
      model.engine.time.after(
          lasts.plusMillis(random.nextInt(3_000)), () -> model.kill(coordinator));
    }
  }

  private void resume(CoordinatorHost coordinator) {
    if (coordinator.paused) {
      coordinator.paused = false;
      model.engine.steps.resume(coordinator.hostName());
    }
  }

  /** From now on nothing happens that need not: what is lost stays lost, the rest works. */
  private void calmDown() {
    model.trace("calm", () -> "");
    model.network.calmDown();
    model.calmDown();
    for (WorkerHost worker : model.aliveWorkers()) {
      resume(worker);
      model.cut(worker, false);
    }
    CoordinatorHost coordinator = model.newestCoordinator();
    if (coordinator.paused) {
      model.kill(coordinator);
    }
    model.takeOver(coordinator.alive ? null : coordinator);
    if (model.aliveWorkers().stream().allMatch(one -> one.isolated || one.draining)) {
      model.join();
    }
  }
}
