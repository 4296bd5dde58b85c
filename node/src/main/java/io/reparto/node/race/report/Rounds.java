package io.reparto.node.race.report;

/** Runs rounds of one strategy. */
public interface Rounds {

  /** Lets the JIT see the counting loop before any round counts. */
  void warmUp() throws InterruptedException;

  /**
   * Runs one round, from zero.
   *
   * @param increments of each thread or process
   * @throws InterruptedException if the calling thread is interrupted
   */
  Round run(int increments) throws InterruptedException;
}
