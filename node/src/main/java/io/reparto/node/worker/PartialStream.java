package io.reparto.node.worker;

import akka.actor.typed.javadsl.ActorContext;
import akka.stream.SourceRef;
import io.reparto.protocol.message.PartialElement;
import io.reparto.protocol.message.PartialElement.PartialOffer;

/**
 * The worker's stream to the coordinator, one after the other, each with the next number: feeds it
 * from the {@link Outbox} and knows when it came further last. Used by its worker's actor alone.
 */
final class PartialStream {
  private final ActorContext<Worker.Message> context;
  private final Worker.Setup setup;
  private final Outbox outbox;
  private int number;
  // When it took a partial last or one was answered, or none waited.
  private long progressNanos;
  // Null from a stream's end until the next is opened.
  private PartialOutlet outlet;

  PartialStream(ActorContext<Worker.Message> context, Worker.Setup setup, Outbox outbox) {
    this.context = context;
    this.setup = setup;
    this.outbox = outbox;
  }

  /** Of the one that is open, or the next. */
  int number() {
    return number;
  }

  boolean isOpen() {
    return outlet != null;
  }

  /** What the coordinator is to read, while it is open. */
  SourceRef<PartialElement> partials() {
    return outlet.partials();
  }

  /** Opens one, which takes everything without an answer again. */
  void open() {
    int opened = number;
    outlet =
        setup.outlets().open(context.getSelf(), opened, setup.frameBytes(), context.getSystem());
    context.pipeToSelf(outlet.ended(), (done, failure) -> new Worker.StreamEnded(opened));
    outbox.streamOpened();
    answered();
  }

  /** Gives the open one up. */
  void leave() {
    if (isOpen()) {
      close();
      outlet = null;
      number++;
    }
  }

  /** Says that nothing more comes. */
  void close() {
    if (isOpen()) {
      outlet.input().tell(new PartialOutlet.Close());
    }
  }

  /** Whether it is the open one that has ended. */
  boolean ended(int stream) {
    if (stream != number) {
      return false;
    }
    outlet = null;
    number++;
    return true;
  }

  /** It has taken an offer and wants the next. */
  void taken(int stream) {
    if (stream == number) {
      answered();
      outbox.taken();
      offerNext();
    }
  }

  void offerNext() {
    PartialOffer next = isOpen() ? outbox.next() : null;
    if (next != null) {
      outlet.input().tell(new PartialOutlet.Next(next));
    }
  }

  /** The coordinator has answered a partial. */
  void answered() {
    progressNanos = setup.nanoTime().getAsLong();
  }

  /** Whether partials have waited for too long without anything happening. */
  boolean standsStill() {
    if (outbox.isEmpty()) {
      answered();
    }
    long since = setup.nanoTime().getAsLong() - progressNanos;
    return since > setup.settings().answerTimeout().toNanos();
  }
}
