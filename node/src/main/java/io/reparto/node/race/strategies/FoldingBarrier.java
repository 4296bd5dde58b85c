package io.reparto.node.race.strategies;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The one way in which this lab keeps the JIT from folding a loop of plain increments.
 *
 * <p>A compiler may turn n times {@code count++} into one {@code count += n}: within one thread
 * nothing differs (JLS 17.4.7, intra-thread consistency), and between threads a plain field orders
 * nothing (JLS 17.4.5), so that a program in which the n increments happen to take place in one go
 * is a legal execution of the source. HotSpot does it. The race that is left then is between a
 * handful of additions, not between thousands, and the time per increment is near zero.
 *
 * <p>So every plain loop of the lab calls {@link #pass} between two increments. It reads another
 * field in opaque mode, which HotSpot surrounds with a barrier for its compiler and for nothing
 * else: no other memory access is moved or merged across it, and the processor sees one more load,
 * of a line that nobody writes. Each increment so stays what it is in the source: a load, an
 * addition, a store. The Java Memory Model does not promise this effect; the time per increment in
 * the table shows whether it is there.
 */
public final class FoldingBarrier {
  private static final VarHandle OPEN;

  static {
    try {
      OPEN =
          MethodHandles.lookup().findStaticVarHandle(FoldingBarrier.class, "open", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // Read through the handle; of a final field the compiler would know the value.
  @SuppressWarnings({"FieldMayBeFinal", "UnusedVariable"})
  private static boolean open = true;

  private FoldingBarrier() {}

  /** Always true; the caller goes on while it is. */
  public static boolean pass() {
    return (boolean) OPEN.getOpaque();
  }
}
