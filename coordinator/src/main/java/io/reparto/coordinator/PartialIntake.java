package io.reparto.coordinator;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.Pair;
import akka.stream.KillSwitch;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.PartialElement;
import io.reparto.protocol.message.WorkerCommand;
import io.reparto.protocol.serialization.DataCodec;
import io.reparto.protocol.serialization.FrameCodec;
import io.reparto.protocol.serialization.KryoCodec;
import java.util.List;

/**
 * Reads one worker's stream of partials: joins frames, asks the ledger about each partial and
 * passes its answer to the worker. The next partial is read only when the last is merged or
 * refused, so a slow merge holds its workers back, with what else they have on the stream. When the
 * stream fails nothing is lost: the worker opens another and offers again what was not answered.
 */
final class PartialIntake {
  /** How a worker's stream comes to be read; {@link PartialIntake#open} but in tests. */
  @FunctionalInterface
  interface Opener {
    PartialIntake open(
        CoordinatorCommand.WorkerHello hello, RunContext shared, ActorSystem<?> system);
  }

  private final KillSwitch killSwitch;

  /**
   * Of a stream that is read already.
   *
   * @param killSwitch ends the reading
   */
  PartialIntake(KillSwitch killSwitch) {
    this.killSwitch = killSwitch;
  }

  static PartialIntake open(
      CoordinatorCommand.WorkerHello hello, RunContext shared, ActorSystem<?> system) {
    KryoCodec codec = DataCodec.of(system.classicSystem());
    UniqueKillSwitch killSwitch =
        hello
            .partials()
            .getSource()
            .statefulMapConcat(
                () -> {
                  var assembler = new FrameCodec.Assembler(codec);
                  return element -> {
                    if (element instanceof PartialElement.PartialFrame frame) {
                      shared.measures().frameReceived(frame.bytes().remaining());
                    }
                    return assembler.add(element).map(List::of).orElse(List.of());
                  };
                })
            .viaMat(KillSwitches.single(), Keep.right())
            .mapAsync(
                1,
                offer ->
                    AskPattern.<Coordinator.Message, WorkerCommand>ask(
                        shared.coordinator(),
                        replyTo -> new Coordinator.RouteOffer(hello.worker(), offer, replyTo),
                        shared.settings().commitTimeout(),
                        system.scheduler()))
            .toMat(Sink.foreach(hello.replyTo()::tell), Keep.both())
            .mapMaterializedValue(Pair::first)
            .run(system);
    return new PartialIntake(killSwitch);
  }

  void close() {
    killSwitch.shutdown();
  }
}
