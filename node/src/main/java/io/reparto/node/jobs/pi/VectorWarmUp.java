package io.reparto.node.jobs.pi;

import java.util.Arrays;

/** Runs vector code on scratch lanes until it is compiled. */
final class VectorWarmUp {

  /** Short calls at first: interpreted vector code takes microseconds an operation. */
  private static final int STEPS = 64;

  private static final int CALLS_PER_TRIAL = 64;

  private VectorWarmUp() {}

  /** Whether {@code vectors} become twice as fast as {@code plain} before patience ends. */
  static boolean becomesFaster(Lanes vectors, Lanes plain, long patienceNanos) {
    int[] state = new int[Lanes.STATE_WORDS];
    Arrays.setAll(state, word -> word + 1);
    trialNanos(plain, state);
    long started = System.nanoTime();
    do {
      if (2 * trialNanos(vectors, state) < trialNanos(plain, state)) {
        return true;
      }
    } while (System.nanoTime() - started < patienceNanos);
    return false;
  }

  private static long trialNanos(Lanes lanes, int[] state) {
    long started = System.nanoTime();
    for (int call = 0; call < CALLS_PER_TRIAL; call++) {
      lanes.countInside(state, STEPS);
    }
    return System.nanoTime() - started;
  }
}
