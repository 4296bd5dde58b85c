package io.reparto.node.cluster.model;

import akka.Done;
import akka.NotUsed;
import akka.actor.Cancellable;
import akka.actor.typed.ActorRef;
import akka.stream.KillSwitch;
import akka.stream.SourceRef;
import akka.stream.scaladsl.Source;
import io.reparto.coordinator.ModelCoordinator;
import io.reparto.node.worker.ModelWorker;
import io.reparto.protocol.message.PartialElement;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import io.reparto.protocol.message.WorkerCommand;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A worker's stream of partials as an Akka StreamRef carries it, with the reading of {@code
 * PartialIntake}: it may be subscribed once and must be soon; some offers are under way while the
 * ledger is asked about one; it passes its elements on in order or fails; an end is noticed late.
 */
final class ModelStream implements ModelWorker.Outlet, SourceRef<PartialElement> {
  // Akka's stream-ref.subscription-timeout.
  private static final Duration SUBSCRIPTION_TIMEOUT = Duration.ofSeconds(30);

  private final Model model;
  private final WorkerHost worker;
  private final int number;
  private final Runnable taken;
  private final CompletableFuture<Done> ended = new CompletableFuture<>();
  private final ArrayDeque<PartialOffer> waiting = new ArrayDeque<>();
  private Reader reader;
  // Passed on by the worker and not yet asked about.
  private int underWay;
  private long lastArrivalNanos;
  private boolean isOver;
  private boolean losesNext;

  ModelStream(Model model, WorkerHost worker, int number, Runnable taken) {
    this.model = model;
    this.worker = worker;
    this.number = number;
    this.taken = taken;
    model.engine.time.after(
        SUBSCRIPTION_TIMEOUT,
        () -> {
          if (reader == null) {
            fail("nobody subscribed");
          }
        });
  }

  WorkerHost worker() {
    return worker;
  }

  @Override
  public void offer(PartialOffer offer) {
    waiting.add(offer);
    pass();
  }

  private void pass() {
    while (reader != null && !isOver && underWay < model.scenario.window() && !waiting.isEmpty()) {
      PartialOffer offer = waiting.remove();
      underWay++;
      taken.run();
      boolean lost = losesNext;
      losesNext = false;
      long now = model.engine.time.nanos();
      lastArrivalNanos = Math.max(lastArrivalNanos, now + model.network.delay().toNanos());
      Reader to = reader;
      model.trace(
          lost ? "element lost" : "element",
          () -> this + " offer=" + offer.offer() + " " + offer.job() + " " + offer.run());
      model.engine.time.after(
          Duration.ofNanos(lastArrivalNanos - now), () -> to.arrive(offer, lost));
    }
  }

  @Override
  public void close() {
    isOver = true; // what is under way still arrives
    ended.complete(Done.getInstance());
  }

  @Override
  public SourceRef<PartialElement> partials() {
    return this;
  }

  @Override
  public CompletionStage<Done> ended() {
    return ended;
  }

  /** The next element is lost on the way; nobody notices before the one after it. */
  void loseNext() {
    losesNext = true;
  }

  /** The connection breaks; both ends notice, each in its time. */
  void fail(String cause) {
    if (!isOver) {
      model.trace("stream fails", () -> this + " " + cause);
      isOver = true;
      model.engine.time.after(model.network.notice(), this::end);
      if (reader != null) {
        model.engine.time.after(model.network.notice(), reader::fail);
      }
    }
  }

  private void end() {
    if (worker.alive) {
      ended.complete(Done.getInstance());
    }
  }

  /** The worker's process has ended. */
  void workerLost() {
    isOver = true;
    if (reader != null) {
      model.engine.time.after(model.network.notice(), reader::fail);
    }
  }

  /** A coordinator subscribes. */
  KillSwitch read(CoordinatorHost.Link link, ModelCoordinator.Reader asks, Duration timeout) {
    var another = new Reader(link, asks, timeout);
    if (reader == null && !isOver) {
      reader = another;
      model.engine.time.after(model.network.delay(), this::pass);
    } else {
      // The subscription of another is never answered, and fails in time.
      model.trace("subscribed again", () -> this + " by " + link.coordinator());
      another.isClosed = true;
    }
    return another;
  }

  /** What the coordinator's process does with the stream. */
  private final class Reader implements KillSwitch {
    private final CoordinatorHost.Link link;
    private final ModelCoordinator.Reader asks;
    private final Duration timeout;
    private final ArrayDeque<PartialOffer> arrived = new ArrayDeque<>();
    private PartialOffer asked;
    private Cancellable patience;
    private boolean misses;
    private boolean isClosed;

    Reader(CoordinatorHost.Link link, ModelCoordinator.Reader asks, Duration timeout) {
      this.link = link;
      this.asks = asks;
      this.timeout = timeout;
    }

    void arrive(PartialOffer offer, boolean lost) {
      if (isClosed || !link.coordinator().alive) {
        return;
      }
      if (misses) {
        ModelStream.this.fail("an element is missing");
        fail();
      } else if (lost) {
        misses = true;
      } else {
        arrived.add(offer);
        askNext();
      }
    }

    private void askNext() {
      if (asked == null && !arrived.isEmpty()) {
        PartialOffer offer = arrived.remove();
        asked = offer;
        underWay--;
        model.engine.time.after(model.network.delay(), ModelStream.this::pass);
        ActorRef<WorkerCommand> replyTo = model.engine.to(answer -> answered(offer, answer));
        asks.ask(offer, replyTo);
        patience = model.engine.time.after(timeout, () -> outOfPatience(offer));
      }
    }

    private void outOfPatience(PartialOffer offer) {
      if (isAsked(offer) && link.coordinator().alive) {
        if (link.coordinator().paused) {
          patience = model.engine.time.after(timeout, () -> outOfPatience(offer));
        } else {
          ModelStream.this.fail("no answer in time");
          fail();
        }
      }
    }

    private void answered(PartialOffer offer, WorkerCommand answer) {
      if (answer instanceof WorkerCommand.PartialCommitted) {
        int tasks = model.tasks(offer.job());
        link.coordinator().committed(offer.job(), offer.run().first(), offer.run().end(tasks));
      }
      model.trace(
          "answer",
          () -> this + " offer=" + offer.offer() + " " + answer.getClass().getSimpleName());
      if (isAsked(offer)) {
        asked = null;
        patience.cancel();
        model.network.toWorker(link, answer);
        if (!isClosed) {
          askNext();
        }
      }
    }

    // An offer goes on a stream once.
    private boolean isAsked(PartialOffer offer) {
      return asked != null && asked.offer() == offer.offer();
    }

    void fail() {
      isClosed = true;
      asked = null;
      arrived.clear();
    }

    /** No more is read; what was asked about is still answered. */
    @Override
    public void shutdown() {
      if (!isClosed) {
        isClosed = true;
        arrived.clear();
        isOver = true;
        model.engine.time.after(model.network.notice(), ModelStream.this::end);
      }
    }

    @Override
    public void abort(Throwable failure) {
      throw new UnsupportedOperationException("not asked for");
    }

    @Override
    public String toString() {
      return ModelStream.this + " at " + link.coordinator();
    }
  }

  /** The process of the coordinator that reads it has ended. */
  void coordinatorLost(CoordinatorHost coordinator) {
    if (reader != null && reader.link.coordinator() == coordinator) {
      reader.fail();
      fail("its reader is lost");
    }
  }

  @Override
  public Source<PartialElement, NotUsed> source() {
    throw new UnsupportedOperationException("read by the model");
  }

  @Override
  public String toString() {
    return worker + "/" + number;
  }
}
