package io.reparto.node.cli.remote;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks a server again and again whether it lives, while it takes its time over a long answer: a
 * connection to a process that is paused stays open and says nothing. Thread-safe.
 */
final class LifeSigns implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 1_000;

  private final HttpClient http;
  private final HttpRequest request;
  private final Duration limit;
  private final Runnable whenLost;
  private volatile boolean lost;
  private volatile boolean closed;

  /**
   * Begins to ask.
   *
   * @param uri which any answer will do from
   * @param limit how long a sign may take
   * @param whenLost called once if none came in time, by another thread
   */
  LifeSigns(HttpClient http, URI uri, Duration limit, Runnable whenLost) {
    this.http = http;
    this.limit = limit;
    this.whenLost = whenLost;
    this.request = HttpRequest.newBuilder(uri).timeout(limit).build();
    askLater();
  }

  /** Whether none came in time. */
  boolean areLost() {
    return lost;
  }

  private void askLater() {
    CompletableFuture.delayedExecutor(INTERVAL_MILLIS, TimeUnit.MILLISECONDS).execute(this::ask);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // all that can come of it is told to whenLost
  private void ask() {
    if (closed) {
      return;
    }
    http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                askLater();
              } else if (!closed) {
                lost = true;
                whenLost.run();
              }
            });
  }

  @Override
  public void close() {
    closed = true;
  }
}
