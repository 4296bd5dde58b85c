package io.reparto.node.lab.scaling;

/**
 * One measured run, brought to the same amount of work whatever the size.
 *
 * @param size slots or JVMs, at least 1
 * @param seconds for the work of one size; in weak scaling, where the work grows with the size, the
 *     measured time by the size
 */
public record Observation(int size, double seconds) {
  public Observation {
    if (size < 1 || !(seconds > 0)) {
      throw new IllegalArgumentException("no observation: size=" + size + ", seconds=" + seconds);
    }
  }
}
