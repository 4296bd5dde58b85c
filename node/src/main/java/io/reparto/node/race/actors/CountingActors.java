package io.reparto.node.race.actors;

import akka.actor.BootstrapSetup;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.SpawnProtocol;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reparto.node.race.strategies.SharedCounter;
import io.reparto.node.race.strategies.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The actor system of the race lab, with the settings of an embedded runtime: local provider,
 * messages by reference, the workers' compute dispatcher with a thread for each party. Thread-safe;
 * closing it ends every actor.
 */
public final class CountingActors implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String COMPUTE_DISPATCHER = "reparto.worker.compute-dispatcher";
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final ActorSystem<SpawnProtocol.Command> system;

  private CountingActors(ActorSystem<SpawnProtocol.Command> system) {
    this.system = system;
  }

  /**
   * Starts the system.
   *
   * @param parties how many local counts work at the same time
   */
  public static CountingActors start(int parties) {
    Config config = ConfigFactory.load();
    Config sized =
        ConfigFactory.parseMap(
                Map.of(
                    COMPUTE_DISPATCHER + ".thread-pool-executor.fixed-pool-size",
                    parties,
                    // Asks for the registry of jobs, of which the lab has none; nothing is encoded.
                    "akka.actor.serializers.reparto-kryo",
                    "io.reparto.node.runtime.RefusingSerializer"))
            .withFallback(config.getConfig("reparto.embedded.overlay"))
            .withFallback(config);
    return new CountingActors(
        ActorSystem.create(
            SpawnProtocol.create(),
            "reparto-race",
            akka.actor.setup.ActorSystemSetup.create(BootstrapSetup.create(sized))));
  }

  /** The two strategies of actors: the owner of the counter, and local counts that are merged. */
  public List<Strategy> strategies(int parties) {
    return List.of(
        new Strategy("actor owns it", true, this::owned),
        new Strategy("actor-local", true, () -> merged(parties)));
  }

  private SharedCounter owned() {
    return new OwnedCounter(spawn(CountOwner.create(), Props.empty()));
  }

  /** Local counts of so many parties, merged by an actor. */
  public SharedCounter merged(int parties) {
    ActorRef<CountMerger.Command> merger = spawn(CountMerger.create(), Props.empty());
    var counts = new ArrayList<ActorRef<LocalCount.Command>>();
    for (int party = 0; party < parties; party++) {
      counts.add(
          spawn(LocalCount.create(merger), DispatcherSelector.fromConfig(COMPUTE_DISPATCHER)));
    }
    return new MergedCounter(counts, merger);
  }

  /** A merger for counts that come from elsewhere. */
  public MergedSum sum() {
    return new MergedSum(spawn(CountMerger.create(), Props.empty()));
  }

  /** From outside of the system: the guardian spawns, we wait, as for a constructor. */
  private <T> ActorRef<T> spawn(Behavior<T> behavior, Props props) {
    return await(
        akka.actor.typed.javadsl.AskPattern.<SpawnProtocol.Command, ActorRef<T>>ask(
                system,
                replyTo -> new SpawnProtocol.Spawn<>(behavior, "", props, replyTo),
                PATIENCE,
                system.scheduler())
            .toCompletableFuture());
  }

  /**
   * Waits for an answer of an actor of ours.
   *
   * @throws IllegalStateException if it does not come within {@link #PATIENCE}, or we are
   *     interrupted
   */
  static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("an actor does not answer: timeout=" + PATIENCE, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an actor failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an actor", e);
    }
  }

  @Override
  public void close() {
    system.terminate();
    try {
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      system.log().warn("actors did not stop in time: timeout={}", STOP_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
