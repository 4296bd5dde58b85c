package io.reparto.node.race.threads;

import io.reparto.node.race.report.Round;
import io.reparto.node.race.report.Rounds;
import io.reparto.node.race.strategies.SharedCounter;
import io.reparto.node.race.strategies.Strategy;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Rounds of one strategy in this JVM. Each has new threads, so that what they did is visible after
 * their end without any help (JLS 17.4.5: a thread's actions happen before another's return from
 * join), and the counter itself is the only thing they share.
 */
public final class ThreadRounds implements Rounds {
  private static final int WARM_UP_CALLS = 20_000;
  private static final int WARM_UP_TIMES = 64;
  private static final long WARM_UP_NANOS = 50_000_000;

  private final Strategy strategy;
  private final int threads;

  public ThreadRounds(Strategy strategy, int threads) {
    this.strategy = strategy;
    this.threads = threads;
  }

  /**
   * Many short calls: a loop that is called often is compiled whole, not only from its middle on.
   */
  @Override
  public void warmUp() {
    SharedCounter counter = strategy.counters().get();
    long begin = System.nanoTime();
    for (int call = 0; call < WARM_UP_CALLS && System.nanoTime() - begin < WARM_UP_NANOS; call++) {
      counter.add(WARM_UP_TIMES);
    }
    counter.total(); // an actor's end
  }

  @Override
  public Round run(int increments) throws InterruptedException {
    SharedCounter counter = strategy.counters().get();
    var barrier = new StartBarrier(threads);
    var begins = new long[threads];
    var ends = new long[threads];
    var failure = new AtomicReference<Throwable>();
    var started = new Thread[threads];
    for (int index = 0; index < threads; index++) {
      int self = index;
      started[index] =
          new Thread(
              () -> {
                barrier.await();
                long begin = System.nanoTime();
                try {
                  counter.add(increments);
                } catch (RuntimeException | Error e) {
                  failure.compareAndSet(null, e);
                }
                ends[self] = System.nanoTime();
                begins[self] = begin;
              },
              "race-" + index);
      started[index].setDaemon(true);
      started[index].start();
    }
    for (Thread thread : started) {
      thread.join();
    }
    if (failure.get() != null) {
      throw new IllegalStateException(
          "a counting thread failed: strategy=" + strategy.name(), failure.get());
    }
    return new Round(counter.total(), lasted(begins, ends));
  }

  private static long lasted(long[] begins, long[] ends) {
    long first = begins[0];
    long last = ends[0];
    for (int index = 1; index < begins.length; index++) {
      first = begins[index] - first < 0 ? begins[index] : first;
      last = ends[index] - last > 0 ? ends[index] : last;
    }
    return last - first;
  }
}
