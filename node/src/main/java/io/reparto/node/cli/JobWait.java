package io.reparto.node.cli;

import io.reparto.node.cli.progress.ProgressDisplay;
import io.reparto.protocol.message.JobEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a job's end, and shows its progress meanwhile. */
record JobWait(JobFollower follower, Session session) {
  private static final long TICK_MILLIS = 100;

  /** A job that ends before this shows no bar. */
  private static final long BAR_AFTER_NANOS = 300_000_000;

  /** Waits for a future; false if the interruption comes first. */
  static boolean await(CompletableFuture<?> future, Interruption interruption)
      throws InterruptedException {
    try {
      CompletableFuture.anyOf(future, interruption.raised()).get();
    } catch (ExecutionException e) {
      future.join(); // throws the cause as the factory's
    }
    return interruption.signal().isEmpty();
  }

  /** False if the interruption comes first. */
  boolean untilEnd(boolean shows) throws InterruptedException {
    if (!shows) {
      return await(follower.ended(), session.interruption());
    }
    ProgressDisplay display = null;
    CompletableFuture<Object> either =
        CompletableFuture.anyOf(follower.ended(), session.interruption().raised());
    long begin = System.nanoTime();
    try {
      while (true) {
        try {
          either.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
          return session.interruption().signal().isEmpty();
        } catch (TimeoutException e) {
          display = tick(display, System.nanoTime() - begin);
        } catch (ExecutionException e) {
          throw new IllegalStateException("an event can't fail", e);
        }
      }
    } finally {
      session.notes().end();
    }
  }

  private ProgressDisplay tick(ProgressDisplay display, long nanos) {
    ProgressDisplay shown = display;
    Optional<JobEvent.Progressed> progressed = follower.progressed();
    if (progressed.isEmpty() || nanos < BAR_AFTER_NANOS) {
      return shown;
    }
    if (shown == null) {
      shown =
          ProgressDisplay.show(
              follower.planned().orElseThrow(),
              progressed.get(),
              Duration.ofNanos(nanos),
              session.console());
      session.notes().begin(shown);
    }
    shown.update(progressed.get());
    return shown;
  }
}
