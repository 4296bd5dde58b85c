package io.reparto.protocol.job;

/**
 * An amount of work, done or planned.
 *
 * @param units rows, samples or tasks, as {@link Plan#unit()} names them; {@link #UNKNOWN} if not
 *     known beforehand
 * @param bytes bytes of input as stored (compressed, if so); 0 for jobs without input
 */
public record Work(long units, long bytes) {
  public static final long UNKNOWN = -1;
  public static final Work NONE = new Work(0, 0);

  public Work plus(Work other) {
    return new Work(units + other.units, bytes + other.bytes);
  }

  /** The difference, not below zero. */
  public Work minus(Work other) {
    return new Work(Math.max(0, units - other.units), Math.max(0, bytes - other.bytes));
  }
}
