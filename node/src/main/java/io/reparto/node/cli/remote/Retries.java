package io.reparto.node.cli.remote;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Repeats a request while its failure may pass, with one server after the other, until patience
 * ends. Pauses when all of them were tried.
 */
final class Retries {
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  /** A coordinator that moves takes less, and is not worth a word. */
  private static final Duration SILENT_WAIT = Duration.ofSeconds(8);

  private final ApiServers servers;
  private final Duration patience;
  private long since = System.nanoTime();
  private long pauseMillis = FIRST_PAUSE_MILLIS;
  private int failures;
  private ApiServer brokenOnce;
  private boolean noted;

  Retries(ApiServers servers, Duration patience) {
    this.servers = servers;
    this.patience = patience;
  }

  /** A request; throws {@link Interrupted} where the connection gave something before it broke. */
  @FunctionalInterface
  interface Attempt<T> {
    T run(ApiServer server) throws IOException, InterruptedException;
  }

  /** The connection broke off after it had been of use: patience begins anew. */
  static final class Interrupted extends IOException {
    private static final long serialVersionUID = 1L;
    private final boolean silent;

    /**
     * @param silent whether nothing came for too long, rather than an end
     */
    Interrupted(String message, boolean silent) {
      super(message);
      this.silent = silent;
    }
  }

  /** Used once. */
  <T> T run(Attempt<T> attempt) throws InterruptedException {
    ApiServer server = servers.current();
    while (true) {
      try {
        T answer = attempt.run(server);
        servers.answered(server);
        return answer;
      } catch (IOException e) {
        server = afterBreak(server, e);
      } catch (ApiException e) {
        if (!e.isPassing()) {
          throw e;
        }
        brokenOnce = null;
        server = afterFailure(server, e);
      }
    }
  }

  /** The server to ask next. */
  private ApiServer afterBreak(ApiServer server, IOException e) throws InterruptedException {
    boolean silent = e instanceof HttpTimeoutException;
    if (e instanceof Interrupted interrupted) {
      silent = interrupted.silent;
      since = System.nanoTime();
      pauseMillis = FIRST_PAUSE_MILLIS;
      failures = 0;
      brokenOnce = null;
    }
    boolean refused = e instanceof ConnectException;
    if (!silent && !refused && !server.equals(brokenOnce)) {
      // A connection breaks for many reasons: the server itself may be well.
      brokenOnce = server;
      pause(FIRST_PAUSE_MILLIS);
      return server;
    }
    brokenOnce = null;
    servers.lost(server, silent ? "does not answer" : "is gone");
    return afterFailure(server, notReached(e));
  }

  private ApiServer afterFailure(ApiServer server, ApiException failure)
      throws InterruptedException {
    Duration waited = Duration.ofNanos(System.nanoTime() - since);
    if (waited.compareTo(patience) > 0) {
      throw failure;
    }
    failures++;
    if (failures >= servers.known().size()) {
      failures = 0;
      noteWait(waited);
      pause(pauseMillis);
      pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
    }
    return servers.after(server);
  }

  private void noteWait(Duration waited) {
    if (!noted && waited.compareTo(SILENT_WAIT) > 0) {
      noted = true;
      servers.note(
          "no answer from the cluster yet, trying for "
              + patience.toSeconds()
              + " s: "
              + ApiAddress.words(servers.known()));
    }
  }

  private static void pause(long millis) throws InterruptedException {
    new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }

  private ApiException notReached(IOException cause) {
    String what =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return ApiException.notReached(
        "no answer, is the cluster up? " + ApiAddress.words(servers.known()) + ", cause=" + what,
        cause);
  }
}
