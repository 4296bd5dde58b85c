package io.reparto.protocol.job;

import java.time.Duration;

/** What a kernel says at the end of a slice. */
public sealed interface Step {

  /** The partition is finished. */
  Step DONE = new Done();

  /** There is more to do: call again. */
  Step MORE = new More();

  /** Call again after {@code duration}; until then the slot waits without holding a thread. */
  static Step waitFor(Duration duration) {
    return new Wait(duration);
  }

  /** See {@link Step#DONE}. */
  record Done() implements Step {}

  /** See {@link Step#MORE}. */
  record More() implements Step {}

  /** See {@link Step#waitFor}. */
  record Wait(Duration duration) implements Step {}
}
