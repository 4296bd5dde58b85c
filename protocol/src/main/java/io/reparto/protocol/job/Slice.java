package io.reparto.protocol.job;

import java.util.function.LongSupplier;

/** A short span of a slot's time; a kernel returns soon after it is over. */
@FunctionalInterface
public interface Slice {

  /** Whether to return now. Costs about as much as {@link System#nanoTime()}. */
  boolean isOver();

  /** A slice that ends {@code nanos} nanoseconds from now. */
  static Slice ofNanos(long nanos) {
    return ofNanos(nanos, System::nanoTime);
  }

  /**
   * A slice that ends {@code nanos} nanoseconds from now.
   *
   * @param nanoTime the clock, as {@link System#nanoTime()}
   */
  static Slice ofNanos(long nanos, LongSupplier nanoTime) {
    long end = nanoTime.getAsLong() + nanos;
    return () -> nanoTime.getAsLong() - end >= 0;
  }
}
