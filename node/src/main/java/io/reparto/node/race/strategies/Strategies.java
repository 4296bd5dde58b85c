package io.reparto.node.race.strategies;

import java.util.List;

/**
 * The strategies in shared memory, in the order of the table: first what loses, then what does not.
 */
public final class Strategies {
  private Strategies() {}

  public static List<Strategy> sharedMemory() {
    return List.of(
        new Strategy("plain field", false, PlainCounter::new),
        new Strategy("volatile", false, VolatileCounter::new),
        new Strategy("VarHandle opaque", false, OpaqueCounter::new),
        new Strategy("synchronized", true, SynchronizedCounter::new),
        new Strategy("ReentrantLock", true, LockedCounter::new),
        new Strategy("AtomicLong", true, AtomicCounter::new),
        new Strategy("VarHandle add", true, RelaxedAddCounter::new),
        new Strategy("LongAdder", true, AdderCounter::new));
  }
}
