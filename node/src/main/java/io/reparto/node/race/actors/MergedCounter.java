package io.reparto.node.race.actors;

import akka.actor.typed.ActorRef;
import io.reparto.node.race.strategies.SharedCounter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** As many actors as parties, each with a count of its own, and one that merges. */
final class MergedCounter implements SharedCounter {
  private final List<ActorRef<LocalCount.Command>> counts;
  private final ActorRef<CountMerger.Command> merger;
  private final AtomicInteger next = new AtomicInteger();

  MergedCounter(List<ActorRef<LocalCount.Command>> counts, ActorRef<CountMerger.Command> merger) {
    this.counts = counts;
    this.merger = merger;
  }

  @Override
  public void add(int times) {
    var merged = new CompletableFuture<Void>();
    int actor = Math.floorMod(next.getAndIncrement(), counts.size());
    counts.get(actor).tell(new LocalCount.Count(times, merged));
    CountingActors.await(merged);
  }

  @Override
  public long total() {
    counts.forEach(count -> count.tell(LocalCount.Stop.INSTANCE));
    var total = new CompletableFuture<Long>();
    merger.tell(new CountMerger.Finish(total));
    return CountingActors.await(total);
  }
}
