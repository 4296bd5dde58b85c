package io.reparto.node.worker;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.stream.SourceRef;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.PartialElement;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import io.reparto.protocol.message.WorkerCommand;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The real worker and its slots with their clock and the streams in a model's hands. */
public final class ModelWorker {

  /** The worker's end of a stream. */
  public interface Outlet {
    /** Takes one offer, and the next after {@code taken} was called. */
    void offer(PartialOffer offer);

    void close();

    SourceRef<PartialElement> partials();

    CompletionStage<Done> ended();
  }

  /** Where the worker opens its streams. */
  @FunctionalInterface
  public interface Streams {
    Outlet open(int stream, Runnable taken);
  }

  /** Makes actor references of functions. */
  public interface Refs {
    <T> ActorRef<T> to(Consumer<T> receiver);
  }

  private ModelWorker() {}

  /**
   * A worker that keeps what was committed for the next coordinator.
   *
   * @param refs called by the worker's actor
   */
  public static Behavior<WorkerCommand> create(
      String name,
      int slots,
      ActorRef<CoordinatorCommand> coordinator,
      WorkerSettings settings,
      LongSupplier nanoTime,
      Refs refs,
      Streams streams) {
    PartialOutlet.Opener outlets =
        (worker, stream, frameBytes, system) -> {
          Outlet outlet = streams.open(stream, () -> worker.tell(new Worker.OfferTaken(stream)));
          ActorRef<PartialOutlet.Element> input =
              refs.to(
                  element -> {
                    if (element instanceof PartialOutlet.Next next) {
                      outlet.offer(next.offer());
                    } else {
                      outlet.close();
                    }
                  });
          return new PartialOutlet(input, outlet.partials(), outlet.ended());
        };
    return Worker.create(
        new Worker.Setup(name, coordinator, settings, 1, new TaskBoard(slots), outlets, nanoTime));
  }
}
