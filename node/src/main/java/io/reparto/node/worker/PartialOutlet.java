package io.reparto.node.worker;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.stream.SourceRef;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.StreamRefs;
import akka.stream.typed.javadsl.ActorSource;
import io.reparto.protocol.message.PartialElement;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import io.reparto.protocol.serialization.DataCodec;
import io.reparto.protocol.serialization.FrameCodec;
import io.reparto.protocol.serialization.KryoCodec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One stream from a worker to the coordinator: takes an offer at a time, encodes it off the
 * worker's thread and asks for the next when the last frame has left.
 *
 * @param input takes the next {@link Element} after each {@link Worker.OfferTaken}, the first at
 *     once
 * @param partials what the coordinator subscribes to, once
 * @param ended completes or fails when the stream is over, whatever the cause
 */
record PartialOutlet(
    ActorRef<Element> input, SourceRef<PartialElement> partials, CompletionStage<Done> ended) {

  /** How a worker opens its streams; {@link PartialOutlet#open} but in tests. */
  @FunctionalInterface
  interface Opener {
    PartialOutlet open(
        ActorRef<Worker.Message> worker, int stream, int frameBytes, ActorSystem<?> system);
  }

  /** What goes into the stream. */
  sealed interface Element extends Local {}

  record Next(PartialOffer offer) implements Element {}

  record Close() implements Element {}

  /**
   * Opens a stream.
   *
   * @param frameBytes most bytes of a frame; 0 to hand partials over by reference
   */
  static PartialOutlet open(
      ActorRef<Worker.Message> worker, int stream, int frameBytes, ActorSystem<?> system) {
    KryoCodec codec = DataCodec.of(system.classicSystem());
    var source =
        ActorSource.<Element, Worker.Message>actorRefWithBackpressure(
            worker,
            new Worker.OfferTaken(stream),
            element ->
                element instanceof Close
                    ? Optional.of(akka.stream.CompletionStrategy.draining())
                    : Optional.empty(),
            element -> Optional.empty());
    var outlet =
        source
            .mapConcat(
                element -> {
                  PartialOffer offer = ((Next) element).offer();
                  return frameBytes == 0
                      ? List.<PartialElement>of(offer)
                      : FrameCodec.frames(offer, codec, frameBytes);
                })
            .watchTermination(Keep.both())
            .toMat(StreamRefs.sourceRef(), Keep.both())
            .run(system);
    Pair<ActorRef<Element>, CompletionStage<Done>> inputAndEnd = outlet.first();
    return new PartialOutlet(inputAndEnd.first(), outlet.second(), inputAndEnd.second());
  }
}
