package io.reparto.node.jobs.pi;

import java.util.Arrays;
import java.util.function.LongSupplier;

/** Runs vector code on scratch lanes until it is compiled. */
final class VectorWarmUp {

  /** Short calls at first: interpreted vector code takes microseconds an operation. */
  private static final int STEPS = 64;

  private static final int CALLS_PER_TRIAL = 64;

  private VectorWarmUp() {}

  /** Whether {@code vectors} become twice as fast as {@code plain} before patience ends. */
  static boolean becomesFaster(Lanes vectors, Lanes plain, long patienceNanos) {
    return becomesFaster(vectors, plain, patienceNanos, System::nanoTime);
  }

  /** The same by another clock than {@link System#nanoTime()}. */
  static boolean becomesFaster(
      Lanes vectors, Lanes plain, long patienceNanos, LongSupplier nanoTime) {
    int[] state = new int[Lanes.STATE_WORDS];
    Arrays.setAll(state, word -> word + 1);
    trialNanos(plain, state, nanoTime);
    long started = nanoTime.getAsLong();
    do {
      if (2 * trialNanos(vectors, state, nanoTime) < trialNanos(plain, state, nanoTime)) {
        return true;
      }
    } while (nanoTime.getAsLong() - started < patienceNanos);
    return false;
  }

  private static long trialNanos(Lanes lanes, int[] state, LongSupplier nanoTime) {
    long started = nanoTime.getAsLong();
    for (int call = 0; call < CALLS_PER_TRIAL; call++) {
      lanes.countInside(state, STEPS);
    }
    return nanoTime.getAsLong() - started;
  }
}
