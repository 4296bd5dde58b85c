package io.reparto.node.cluster.simulation;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.stream.KillSwitch;
import akka.stream.SourceRef;
import akka.stream.scaladsl.Source;
import io.reparto.coordinator.ModelCoordinator;
import io.reparto.protocol.message.PartialElement;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import io.reparto.protocol.message.WorkerCommand;
import java.util.ArrayDeque;

/**
 * A worker's stream of partials that never breaks. Its end at the coordinator asks about one offer
 * after the other, as {@code PartialIntake} does.
 */
final class VirtualStream implements SourceRef<PartialElement> {
  private final Simulation simulation;
  private final VirtualWorker worker;
  private final ActorRef<WorkerCommand> answers;
  // Come over the network and not yet asked about.
  private final ArrayDeque<PartialOffer> arrived = new ArrayDeque<>();
  private ModelCoordinator.Reader reader;
  private PartialOffer asked;

  VirtualStream(Simulation simulation, VirtualWorker worker) {
    this.simulation = simulation;
    this.worker = worker;
    this.answers = simulation.coordinator.refNearby(this::answered);
  }

  KillSwitch readBy(ModelCoordinator.Reader subscriber) {
    reader = subscriber;
    return new KillSwitch() {
      @Override
      public void shutdown() {
        reader = null;
      }

      @Override
      public void abort(Throwable failure) {
        throw new IllegalStateException("not asked for", failure);
      }
    };
  }

  /** The worker puts an offer on the stream. */
  void put(PartialOffer offer) {
    simulation.after(
        simulation.scale.delay(),
        () -> {
          simulation.coordinator.arrived(worker.number, offer);
          arrived.add(offer);
          askNext();
        });
  }

  private void askNext() {
    if (asked == null && reader != null && !arrived.isEmpty()) {
      asked = arrived.remove();
      reader.ask(asked, answers);
    }
  }

  private void answered(WorkerCommand answer) {
    if (answer instanceof WorkerCommand.PartialCommitted) {
      simulation.committed(asked.run());
    }
    asked = null;
    worker.ref().tell(answer);
    askNext();
  }

  @Override
  public Source<PartialElement, NotUsed> source() {
    throw new IllegalStateException("read by the simulation");
  }
}
