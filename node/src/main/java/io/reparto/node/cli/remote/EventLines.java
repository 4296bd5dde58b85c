package io.reparto.node.cli.remote;

import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Lines of a response that has no end in sight, for a thread that waits for each with a limit. */
final class EventLines implements Flow.Subscriber<String> {
  // Asked for one by one, so that the queue stays short whatever the server sends.
  private final LinkedBlockingQueue<Optional<String>> heard = new LinkedBlockingQueue<>();
  private volatile Flow.Subscription subscription;

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(1);
  }

  @Override
  public void onNext(String line) {
    heard.add(Optional.of(line));
  }

  @Override
  public void onError(Throwable failure) {
    end();
  }

  @Override
  public void onComplete() {
    end();
  }

  /** No line comes any more. */
  void end() {
    heard.add(Optional.empty());
  }

  /**
   * The next line; nothing after the last.
   *
   * @throws HttpTimeoutException if none comes in time
   */
  Optional<String> next(Duration limit) throws HttpTimeoutException, InterruptedException {
    Optional<String> line = heard.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null) {
      throw new HttpTimeoutException("silence for " + limit.toMillis() + " ms");
    }
    if (line.isPresent()) {
      subscription.request(1);
    }
    return line;
  }

  /** Gives the connection up. */
  void cancel() {
    Flow.Subscription open = subscription;
    if (open != null) {
      open.cancel();
    }
  }
}
