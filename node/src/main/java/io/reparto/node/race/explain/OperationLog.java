package io.reparto.node.race.explain;

/**
 * What one thread did in a recorded round: for each of its increments the value it read (it wrote
 * that plus one) and the time just before the read, between read and write, and after the write.
 *
 * <p>What the times mean. Within a thread they follow the program. Between threads they are those
 * of the one clock of the JVM ({@link System#nanoTime}); taking them is an action of the thread
 * alone and orders nothing, so the log does not mend the race it records (a shared ticket would).
 * Each access took place between the two stamps around it, but for one thing: a store waits in its
 * core's store buffer, and may be seen by others some ten nanoseconds after its stamp. So times
 * only choose and sort what is shown. That an update was lost follows from the values: two
 * increments that read the same value made one step of the counter between them.
 */
public final class OperationLog {
  private final int thread;
  private final long[] values;

  /** Before read i at 2i, between read and write i at 2i + 1, after the last write at the end. */
  private final long[] stamps;

  /**
   * An empty log.
   *
   * @param thread its number, from 0
   * @param increments how many it will hold
   */
  public OperationLog(int thread, int increments) {
    this.thread = thread;
    values = new long[increments];
    stamps = new long[2 * increments + 1];
  }

  /** Notes increment i: called by its thread, in order of i. */
  void note(int i, long beforeRead, long value, long betweenReadAndWrite) {
    values[i] = value;
    stamps[2 * i] = beforeRead;
    stamps[2 * i + 1] = betweenReadAndWrite;
  }

  void noteEnd(long afterLastWrite) {
    stamps[2 * values.length] = afterLastWrite;
  }

  int size() {
    return values.length;
  }

  /** When the first increment began; any number if there is none. */
  long begin() {
    return stamps[0];
  }

  /** Increment i, with times relative to an origin: those of the clock itself may overflow. */
  RecordedIncrement increment(int i, long origin) {
    return new RecordedIncrement(
        thread,
        values[i],
        stamps[2 * i] - origin,
        stamps[2 * i + 1] - origin,
        stamps[2 * i + 2] - origin);
  }
}
