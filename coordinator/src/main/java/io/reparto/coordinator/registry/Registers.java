package io.reparto.coordinator.registry;

import akka.Done;
import akka.actor.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ddata.Key;
import akka.cluster.ddata.LWWRegister;
import akka.cluster.ddata.LWWRegisterKey;
import akka.cluster.ddata.ReplicatedData;
import akka.cluster.ddata.Replicator;
import akka.cluster.ddata.SelfUniqueAddress;
import akka.pattern.Patterns;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The registry's keys, each a register of Distributed Data in which the newer term wins, and within
 * a term the later write. Thread-safe; nothing blocks.
 */
final class Registers {
  // Of a register's 63 bits of time: writes of one key in one term. The term takes the others.
  private static final int WRITE_BITS = 32;
  static final long MOST_TERM = (1L << (Long.SIZE - 1 - WRITE_BITS)) - 1;

  // Beyond the time a majority has: the local Replicator's own, which answers when that is over.
  private static final Duration LOCAL_ANSWER = Duration.ofSeconds(1);

  private final ActorRef replicator;
  private final SelfUniqueAddress self;
  private final Duration timeout;
  // Without one, Akka's stages hand each result to a new thread where there are two cores or fewer.
  private final Executor executor;

  /**
   * @param timeout for the answers of a majority
   * @param executor completes what is returned
   */
  Registers(ActorRef replicator, SelfUniqueAddress self, Duration timeout, Executor executor) {
    this.replicator = replicator;
    this.self = self;
    this.timeout = timeout;
    this.executor = executor;
  }

  /**
   * What most nodes together know of a key.
   *
   * @return fails with {@link MajoritySilentException} if they don't answer in time
   */
  CompletionStage<Cell> readMajority(String name) {
    // "Plus": nodes that are leaving, and may be gone already, are not waited for.
    return read(name, new Replicator.ReadMajorityPlus(timeout, 0), timeout.plus(LOCAL_ANSWER));
  }

  /** What this node knows of a key. */
  CompletionStage<Cell> readLocal(String name) {
    return read(name, Replicator.readLocal(), timeout);
  }

  private CompletionStage<Cell> read(
      String name, Replicator.ReadConsistency consistency, Duration patience) {
    Key<LWWRegister<byte[]>> key = LWWRegisterKey.create(name);
    return Patterns.ask(replicator, new Replicator.Get<>(key, consistency), patience)
        .thenApplyAsync(reply -> cell(name, reply), executor);
  }

  private static Cell cell(String name, Object reply) {
    if (reply instanceof Replicator.GetSuccess<?> success) {
      return cell(success.dataValue());
    }
    if (reply instanceof Replicator.NotFound<?>) {
      return Cell.UNWRITTEN;
    }
    throw new MajoritySilentException(
        "most coordinator nodes didn't answer a read of the registry in time: key=" + name);
  }

  private static Cell cell(ReplicatedData register) {
    return Cell.of((byte[]) ((LWWRegister<?>) register).getValue());
  }

  /**
   * Writes a key on most nodes; calls for one key apply in call order.
   *
   * @param newest the newest term whose write this one may replace
   * @return fails with {@link OutdatedTermException} if the key has a newer one, with {@link
   *     MajoritySilentException} if most nodes don't answer in time
   */
  CompletionStage<Done> writeMajority(String name, Cell cell, long newest) {
    return write(
        name,
        cell,
        newest,
        new Replicator.WriteMajorityPlus(timeout, 0),
        timeout.plus(LOCAL_ANSWER));
  }

  /** Writes a key on this node, from which the others hear of it some time. */
  CompletionStage<Done> writeLocal(String name, Cell cell, long newest) {
    return write(name, cell, newest, Replicator.writeLocal(), timeout);
  }

  private CompletionStage<Done> write(
      String name,
      Cell cell,
      long newest,
      Replicator.WriteConsistency consistency,
      Duration patience) {
    Key<LWWRegister<byte[]>> key = LWWRegisterKey.create(name);
    byte[] bytes = cell.toBytes();
    LWWRegister.Clock<byte[]> clock =
        (timestamp, value) -> Math.max(cell.term() << WRITE_BITS, timestamp + 1);
    var update =
        new Replicator.Update<>(
            key,
            LWWRegister.create(self, Cell.UNWRITTEN.toBytes(), (timestamp, value) -> 0),
            consistency,
            register -> {
              long current = Cell.of(register.getValue()).term();
              if (current > newest) {
                throw new OutdatedTermException(
                    "a newer coordinator has written to the registry: key="
                        + name
                        + ", term="
                        + cell.term()
                        + ", newer="
                        + current);
              }
              return register.withValue(self, bytes, clock);
            });
    return Patterns.ask(replicator, update, patience)
        .thenApplyAsync(reply -> done(name, reply), executor);
  }

  /**
   * Tells of a key's value whenever this node hears of a new one.
   *
   * @param listener called by any thread
   * @param owner actor that it is for, and ends with
   */
  void watch(String name, Consumer<Cell> listener, ActorContext<?> owner) {
    Key<LWWRegister<byte[]>> key = LWWRegisterKey.create(name);
    akka.actor.typed.ActorRef<Object> adapter =
        owner.spawnAnonymous(
            Behaviors.receiveMessage(
                message -> {
                  if (message instanceof Replicator.Changed<?> changed) {
                    listener.accept(cell(changed.dataValue()));
                  }
                  return Behaviors.same();
                }));
    replicator.tell(
        new Replicator.Subscribe<>(key, Adapter.toClassic(adapter)), ActorRef.noSender());
  }

  private static Done done(String name, Object reply) {
    if (reply instanceof Replicator.UpdateSuccess<?>) {
      return Done.getInstance();
    }
    if (reply instanceof Replicator.ModifyFailure<?> failure) {
      if (failure.cause() instanceof OutdatedTermException outdated) {
        throw outdated;
      }
      throw new IllegalStateException(failure.errorMessage(), failure.cause());
    }
    if (reply instanceof Replicator.StoreFailure<?>) {
      throw new MajoritySilentException(
          "too few coordinator nodes could write the registry to disk, see their logs: key="
              + name);
    }
    throw new MajoritySilentException(
        "most coordinator nodes didn't answer a write of the registry in time: key=" + name);
  }
}
