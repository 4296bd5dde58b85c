package io.reparto.node.lab;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * The runs before those that count: the JIT compiles a kernel while it runs, and files come into
 * the page cache.
 *
 * @param runs how many; if empty, at least {@value #LEAST_RUNS}, and more until they have taken
 *     {@link #LEAST_TIME} together or are {@value #MOST_RUNS}
 */
public record WarmUp(OptionalInt runs) {
  static final int LEAST_RUNS = 2;
  static final int MOST_RUNS = 30;
  static final Duration LEAST_TIME = Duration.ofSeconds(2);

  /** Whether another one is needed after so many, which took that time together. */
  public boolean wantsMore(int done, Duration took) {
    if (runs.isPresent()) {
      return done < runs.getAsInt();
    }
    return done < LEAST_RUNS || (done < MOST_RUNS && took.compareTo(LEAST_TIME) < 0);
  }
}
