package io.reparto.node.race.actors;

import akka.actor.typed.ActorRef;
import io.reparto.node.race.strategies.SharedCounter;
import java.util.concurrent.CompletableFuture;

/**
 * A counter behind an actor: each increment is a message. A mailbox is not bounded, so a thread
 * that is two windows ahead waits for the owner.
 */
final class OwnedCounter implements SharedCounter {
  private static final int WINDOW = 4_096;

  private final ActorRef<CountOwner.Command> owner;

  OwnedCounter(ActorRef<CountOwner.Command> owner) {
    this.owner = owner;
  }

  @Override
  public void add(int times) {
    CompletableFuture<Void> windowBefore = CompletableFuture.completedFuture(null);
    int left = times;
    do {
      int now = Math.min(WINDOW, left);
      for (int i = 0; i < now; i++) {
        owner.tell(CountOwner.Increment.INSTANCE);
      }
      left -= now;
      var reached = new CompletableFuture<Void>();
      owner.tell(new CountOwner.Confirm(reached));
      CountingActors.await(left > 0 ? windowBefore : reached);
      windowBefore = reached;
    } while (left > 0);
  }

  @Override
  public long total() {
    var total = new CompletableFuture<Long>();
    owner.tell(new CountOwner.Finish(total));
    return CountingActors.await(total);
  }
}
