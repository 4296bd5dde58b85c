package io.reparto.node.cluster.engine;

import akka.actor.AbstractScheduler;
import akka.actor.Cancellable;
import akka.event.LoggingAdapter;
import com.typesafe.config.Config;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.ThreadFactory;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/** The scheduler of a model's actor system: time passes only when the model says so. */
public final class VirtualTime extends AbstractScheduler {

  private static final class Item implements Cancellable, Comparable<Item> {
    private final long atNanos;
    private final long sequence;
    private Runnable action;

    Item(long atNanos, long sequence, Runnable action) {
      this.atNanos = atNanos;
      this.sequence = sequence;
      this.action = action;
    }

    @Override
    public boolean cancel() {
      boolean waits = action != null;
      action = null;
      return waits;
    }

    @Override
    public boolean isCancelled() {
      return action == null;
    }

    @Override
    public int compareTo(Item other) {
      int order = Long.compare(atNanos, other.atNanos);
      return order == 0 ? Long.compare(sequence, other.sequence) : order;
    }
  }

  private final PriorityQueue<Item> items = new PriorityQueue<>();
  private long nowNanos;
  private long sequence;
  private long latenessNanos;

  /** Called by Akka, which finds it in the configuration. */
  public VirtualTime(Config config, LoggingAdapter log, ThreadFactory threads) {}

  /** The time for whoever acts now. */
  public long nanos() {
    return nowNanos + latenessNanos;
  }

  /**
   * Who acts from now on does so that much later than what else happens now, because it had to wait
   * for its turn.
   */
  public void setLateness(long nanos) {
    latenessNanos = nanos;
  }

  /** A computation takes so long; what was to happen meanwhile is late. */
  public void burn(long nanos) {
    nowNanos += nanos;
  }

  public Cancellable after(Duration delay, Runnable action) {
    var item = new Item(nanos() + Math.max(0, delay.toNanos()), sequence++, action);
    items.add(item);
    return item;
  }

  /** Goes on to the next thing that was to happen and does it; false if there is none. */
  public boolean advance() {
    while (!items.isEmpty()) {
      Item next = items.remove();
      Runnable action = next.action;
      if (action != null) {
        nowNanos = Math.max(nowNanos, next.atNanos);
        next.action = null;
        action.run();
        return true;
      }
    }
    return false;
  }

  /** Forgets everything that was to happen and begins anew at zero. */
  void reset() {
    items.clear();
    nowNanos = 0;
    sequence = 0;
    latenessNanos = 0;
  }

  @Override
  public Cancellable scheduleOnce(
      FiniteDuration delay, Runnable action, ExecutionContext executor) {
    return after(Duration.ofNanos(delay.toNanos()), action);
  }

  @Override
  @Deprecated
  public Cancellable schedule(
      FiniteDuration initialDelay,
      FiniteDuration interval,
      Runnable action,
      ExecutionContext executor) {
    throw new UnsupportedOperationException("deprecated by Akka");
  }

  @Override
  public double maxFrequency() {
    return 1e9;
  }
}
