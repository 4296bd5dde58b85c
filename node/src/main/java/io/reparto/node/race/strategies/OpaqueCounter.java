package io.reparto.node.race.strategies;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A field read and written in opaque mode: each access takes place and is seen in time, at the cost
 * of a plain one; the two still are two.
 */
public final class OpaqueCounter implements SharedCounter {
  private static final VarHandle COUNT;

  static {
    try {
      COUNT = MethodHandles.lookup().findVarHandle(OpaqueCounter.class, "count", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // through the handle
  private long count;

  @Override
  public void add(int times) {
    for (int i = 0; i < times; i++) {
      COUNT.setOpaque(this, (long) COUNT.getOpaque(this) + 1);
    }
  }

  @Override
  public long total() {
    return (long) COUNT.getOpaque(this);
  }
}
