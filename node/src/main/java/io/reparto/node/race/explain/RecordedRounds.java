package io.reparto.node.race.explain;

import io.reparto.node.race.RaceSettings;
import io.reparto.node.race.strategies.FoldingBarrier;
import io.reparto.node.race.threads.StartBarrier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rounds of the plain counter in which each thread keeps a log. */
public final class RecordedRounds {
  private static final int MOST_RECORDED = 1_000_000;
  private static final int WARM_UP_ROUNDS = 200;
  private static final int WARM_UP_INCREMENTS = 200;

  /** The plain field. */
  private long count;

  private RecordedRounds() {}

  /**
   * Records rounds until one loses an update, at most as many as the settings say.
   *
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static Explanation explain(RaceSettings settings) throws InterruptedException {
    int threads = settings.parties();
    int increments = Math.min(settings.increments(), Math.max(1, MOST_RECORDED / threads));
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      new RecordedRounds().record(threads, Math.min(increments, WARM_UP_INCREMENTS));
    }
    long observed = 0;
    for (int round = 1; round <= settings.rounds(); round++) {
      var recorded = new RecordedRounds();
      List<OperationLog> logs = recorded.record(threads, increments);
      observed = recorded.count;
      Optional<LostUpdate> lost = LostUpdateFinder.find(logs);
      if (lost.isPresent()) {
        return new Explanation(threads, increments, round, observed, lost);
      }
    }
    return new Explanation(threads, increments, settings.rounds(), observed, Optional.empty());
  }

  private List<OperationLog> record(int threads, int increments) throws InterruptedException {
    var logs = new ArrayList<OperationLog>();
    var started = new ArrayList<Thread>();
    var barrier = new StartBarrier(threads);
    for (int index = 0; index < threads; index++) {
      var log = new OperationLog(index, increments);
      logs.add(log);
      var thread =
          new Thread(
              () -> {
                barrier.await();
                addRecorded(increments, log);
              },
              "recorded-" + index);
      thread.setDaemon(true);
      started.add(thread);
      thread.start();
    }
    for (Thread thread : started) {
      thread.join();
    }
    return logs;
  }

  /** The barriers keep the compiler from moving an access past the clock that is read beside it. */
  private void addRecorded(int increments, OperationLog log) {
    for (int i = 0; i < increments; i++) {
      long before = System.nanoTime();
      FoldingBarrier.pass();
      long value = count;
      FoldingBarrier.pass();
      long between = System.nanoTime();
      FoldingBarrier.pass();
      count = value + 1;
      FoldingBarrier.pass();
      log.note(i, before, value, between);
    }
    log.noteEnd(System.nanoTime());
  }
}
