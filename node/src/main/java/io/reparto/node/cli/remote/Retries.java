package io.reparto.node.cli.remote;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Repeats a request while its failure may pass, with growing pauses, until patience ends. */
final class Retries {
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final ApiAddress address;

  Retries(ApiAddress address) {
    this.address = address;
  }

  /** A request; throws {@link Interrupted} where the connection gave something before it broke. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws IOException, InterruptedException;
  }

  /** The connection broke off after it had been of use: patience begins anew. */
  static final class Interrupted extends IOException {
    private static final long serialVersionUID = 1L;

    Interrupted(String message) {
      super(message);
    }
  }

  <T> T run(Attempt<T> attempt) throws InterruptedException {
    long since = System.nanoTime();
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      ApiException failure;
      try {
        return attempt.run();
      } catch (Interrupted e) {
        since = System.nanoTime();
        pause = FIRST_PAUSE_MILLIS;
        failure = notReached(e);
      } catch (IOException e) {
        failure = notReached(e);
      } catch (ApiException e) {
        failure = e;
      }
      long waited = System.nanoTime() - since;
      if (!failure.isPassing() || waited > address.patience().toNanos()) {
        throw failure;
      }
      new CountDownLatch(1).await(pause, TimeUnit.MILLISECONDS);
      pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
    }
  }

  private ApiException notReached(IOException cause) {
    String what =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return ApiException.notReached(
        "no answer, is the cluster up? address=" + address.uri() + ", cause=" + what, cause);
  }
}
