package io.reparto.protocol.job;

/** A short span of a slot's time; a kernel returns soon after it is over. */
@FunctionalInterface
public interface Slice {

  /** Whether to return now. Costs about as much as {@link System#nanoTime()}. */
  boolean isOver();

  /** A slice that ends {@code nanos} nanoseconds from now. */
  static Slice ofNanos(long nanos) {
    long end = System.nanoTime() + nanos;
    return () -> System.nanoTime() - end >= 0;
  }
}
