package io.reparto.node.race.actors;

import akka.actor.typed.ActorRef;
import java.util.concurrent.CompletableFuture;

/** The sum of counts that arrive from elsewhere, other processes for instance. Thread-safe. */
public final class MergedSum {
  private final ActorRef<CountMerger.Command> merger;

  MergedSum(ActorRef<CountMerger.Command> merger) {
    this.merger = merger;
  }

  /** Sends one count to the merging actor. */
  public void counted(long count) {
    merger.tell(new CountMerger.Counted(count, new CompletableFuture<>()));
  }

  /** The sum of all counts sent before; the last call. */
  public long total() {
    var total = new CompletableFuture<Long>();
    merger.tell(new CountMerger.Finish(total));
    return CountingActors.await(total);
  }
}
