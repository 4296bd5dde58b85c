package io.reparto.node.race.strategies;

/** One counter that several threads add to at the same time; a new one is made for each round. */
public interface SharedCounter {

  /**
   * Adds one, so many times, and returns when all of them are counted. Every thread calls it, at
   * the same time.
   *
   * @param times at least 0
   */
  void add(int times);

  /** What was counted. Called once, by one thread, after the end of all that added. */
  long total();
}
