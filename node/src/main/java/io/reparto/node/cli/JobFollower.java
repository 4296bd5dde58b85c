package io.reparto.node.cli;

import io.reparto.protocol.message.JobEvent;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Remembers the newest of what a client hears of its job. Thread-safe. */
final class JobFollower implements Consumer<JobEvent> {
  private final CompletableFuture<JobEvent> ended = new CompletableFuture<>();
  private volatile JobEvent.Planned planned;
  private volatile JobEvent.Progressed progressed;

  @Override
  public void accept(JobEvent event) {
    if (event instanceof JobEvent.Planned now) {
      planned = now;
    } else if (event instanceof JobEvent.Progressed now) {
      progressed = now;
    } else {
      ended.complete(event);
    }
  }

  /** Completed with the last event. */
  CompletableFuture<JobEvent> ended() {
    return ended;
  }

  Optional<JobEvent.Planned> planned() {
    return Optional.ofNullable(planned);
  }

  Optional<JobEvent.Progressed> progressed() {
    return Optional.ofNullable(progressed);
  }
}
