package io.reparto.node.race.strategies;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The weakest indivisible addition that Java has: {@code getAndAddRelease}. (There is no {@code
 * getAndAddOpaque}; C++ calls it {@code fetch_add} with {@code memory_order_relaxed}.) On x86 it is
 * the same instruction as the strongest.
 */
public final class RelaxedAddCounter implements SharedCounter {
  private static final VarHandle COUNT;

  static {
    try {
      COUNT = MethodHandles.lookup().findVarHandle(RelaxedAddCounter.class, "count", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // through the handle
  private long count;

  @Override
  @SuppressWarnings("unused") // the sum before: not asking for its type would box it
  public void add(int times) {
    for (int i = 0; i < times; i++) {
      long before = (long) COUNT.getAndAddRelease(this, 1L);
    }
  }

  @Override
  public long total() {
    return (long) COUNT.getOpaque(this);
  }
}
